package io.heapcast.bench;

import java.nio.file.Path;

/** Where LeakBench's own files are. */
public final class Home {

  /** Set by the launcher. */
  private static final String PROPERTY = "leakbench.home";

  private Home() {}

  /** The directory of the launcher; the working directory when it was not run by it. */
  public static Path directory() {
    return Path.of(System.getProperty(PROPERTY, ""));
  }
}
