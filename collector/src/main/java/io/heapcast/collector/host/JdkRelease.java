package io.heapcast.collector.host;

import io.heapcast.collector.repository.ConfinedDirectory;
import io.heapcast.collector.repository.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@code release} file beside a JVM's executable says.
 *
 * @param version such as {@code 17.0.15}
 * @param modules empty: not told
 */
public record JdkRelease(String version, Set<String> modules) {

  private static final int MOST_BYTES = 64 << 10;
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"([0-9._]+)[^\"]*\"");
  private static final Pattern MODULES = Pattern.compile("(?m)^MODULES=\"([^\"]*)\"");
  private static final Pattern JAVA = Pattern.compile("(/.+)/bin/java");

  public JdkRelease {
    modules = Set.copyOf(modules);
  }

  /** Of the JDK that a process runs on; empty: not known, as of a program that embeds a JVM. */
  public static Optional<JdkRelease> of(ProcFs proc, long pid) {
    Matcher java = JAVA.matcher(proc.executable(pid));
    if (!java.matches()) {
      return Optional.empty();
    }
    return Patience.read(() -> in(proc.root(pid), java.group(1)), Optional.empty());
  }

  private static Optional<JdkRelease> in(Path root, String jdk) {
    try (ConfinedDirectory home = ConfinedDirectory.open(root, jdk)) {
      return parse(home.text("release", MOST_BYTES));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<JdkRelease> parse(String text) {
    Matcher version = VERSION.matcher(text);
    if (!version.find()) {
      return Optional.empty();
    }
    Matcher modules = MODULES.matcher(text);
    return Optional.of(
        new JdkRelease(
            version.group(1),
            modules.find() ? Set.of(modules.group(1).strip().split("\\s+", -1)) : Set.of()));
  }

  /** 8 of 1.8.0_452, 17 of 17.0.15. */
  public String specification() {
    String[] parts = version.split("[._]", -1);
    return parts.length > 1 && parts[0].equals("1") ? parts[1] : parts[0];
  }
}
