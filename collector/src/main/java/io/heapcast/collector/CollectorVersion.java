package io.heapcast.collector;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest says it. */
final class CollectorVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = CollectorVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "heapcast-collector " + Objects.requireNonNullElse(version, "(unpackaged)"),
      "Java " + Runtime.version()
    };
  }
}
