package io.heapcast.cli.analyze;

/** What kind of file a JVM was found in. */
public enum SourceKind {
  /** A recording of JDK Flight Recorder. */
  JFR("jfr"),
  /** A log of the garbage collector. */
  GC_LOG("gclog");

  private final String word;

  SourceKind(String word) {
    this.word = word;
  }

  /** As JSON names it. */
  public String word() {
    return word;
  }
}
