package io.heapcast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.kafka.common.utils.AppInfoParser;

/** What runs here: versions of Heapcast, Kafka and the JDK. */
public final class Versions {

  private static final String HEAPCAST = read();

  private Versions() {}

  /** Heapcast's own version, such as {@code 0.1.0}. */
  public static String heapcast() {
    return HEAPCAST;
  }

  /** Version of the Kafka libraries, such as {@code 4.3.1}. */
  public static String kafka() {
    return AppInfoParser.getVersion();
  }

  /** Version and vendor of the JDK that runs this, such as {@code 17.0.15+6 (Debian)}. */
  public static String jdk() {
    return Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
  }

  private static String read() {
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing beside " + Versions.class);
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
