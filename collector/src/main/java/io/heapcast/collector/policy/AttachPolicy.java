package io.heapcast.collector.policy;

import io.heapcast.collector.attach.Refusal;
import io.heapcast.collector.attach.RefusalCode;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.telemetry.UserError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What the operator of a host wants watched.
 *
 * @param optIn whether only JVMs are watched that ask for it or are included
 * @param include of these service names or main classes; empty: of all
 * @param exclude none of these
 * @param percentage so many of a hundred JVMs, always the same ones; 0 to 100
 * @param minHeadroomBytes a container with less left is left alone
 */
public record AttachPolicy(
    boolean optIn,
    List<Pattern> include,
    List<Pattern> exclude,
    int percentage,
    long minHeadroomBytes) {

  /** JFR takes some 20 MB at its start; three times that must be free. */
  private static final long MIN_HEADROOM_MIB = 64;

  private static final Set<String> KEYS =
      Set.of("mode", "include", "exclude", "percentage", "min.headroom.mib");

  public AttachPolicy {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** Everything is watched. */
  public static AttachPolicy all() {
    return parse(new Properties(), "default");
  }

  /**
   * Reads a policy.
   *
   * @param source named in errors
   * @throws UserError naming the first unknown key or bad value
   */
  static AttachPolicy parse(Properties properties, String source) {
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (!KEYS.contains(key)) {
        throw bad(source, key, "no key of a policy", "one of " + new TreeSet<>(KEYS));
      }
    }
    String mode = properties.getProperty("mode", "opt-out").strip();
    if (!mode.equals("opt-out") && !mode.equals("opt-in")) {
      throw bad(source, "mode", mode, "opt-out or opt-in");
    }
    return new AttachPolicy(
        mode.equals("opt-in"),
        patterns(properties, "include", source),
        patterns(properties, "exclude", source),
        (int) number(properties, "percentage", 100, 100, source),
        number(properties, "min.headroom.mib", MIN_HEADROOM_MIB, 1 << 20, source) << 20);
  }

  /**
   * Why a JVM is not to be watched; empty: it is.
   *
   * @param identity stays the same for the JVM's life, such as host, process id and start
   */
  public Optional<Refusal> refusal(JvmProcess jvm, String serviceName, String identity) {
    if (says(jvm, "ignore")) {
      return refuse(
          RefusalCode.IGNORED,
          "It asks to be left alone (-Dheapcast.ignore=true or HEAPCAST_IGNORE=true).");
    }
    List<String> names = List.of(serviceName, jvm.commandLine().main());
    if (matches(exclude, names)) {
      return refuse(RefusalCode.EXCLUDED, "The attach policy excludes it. Change 'exclude' there.");
    }
    boolean asked = says(jvm, "watch");
    boolean included = matches(include, names);
    if (optIn ? !asked && !included : !include.isEmpty() && !included) {
      return refuse(
          RefusalCode.EXCLUDED,
          optIn
              ? "The attach policy watches only who asks. Set -Dheapcast.watch=true or"
                  + " HEAPCAST_WATCH=true, or 'include' it in the policy."
              : "The attach policy does not include it. Change 'include' there.");
    }
    if (bucket(identity) >= percentage) {
      return refuse(
          RefusalCode.NOT_SAMPLED,
          "The attach policy watches %d %% of the JVMs, and not this one. Raise 'percentage'."
              .formatted(percentage));
    }
    return Optional.empty();
  }

  /** 0 to 99, spread evenly; a higher percentage keeps all of a lower one. */
  static int bucket(String identity) {
    CRC32C hash = new CRC32C();
    hash.update(identity.getBytes(StandardCharsets.UTF_8));
    return (int) (hash.getValue() % 100);
  }

  private static Optional<Refusal> refuse(RefusalCode code, String reason) {
    return Optional.of(new Refusal(code, reason));
  }

  /** {@code -Dheapcast.<word>=true}, wherever options stand, or {@code HEAPCAST_<WORD>=true}. */
  private static boolean says(JvmProcess jvm, String word) {
    String property = "-Dheapcast." + word + "=true";
    return "true".equals(jvm.commandLine().properties().get("heapcast." + word))
        || "true".equals(jvm.environment().get("HEAPCAST_" + word.toUpperCase(Locale.ROOT)))
        || Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
            .flatMap(name -> Stream.of(jvm.environment().getOrDefault(name, "").split("\\s+", -1)))
            .anyMatch(property::equals);
  }

  private static boolean matches(List<Pattern> patterns, List<String> names) {
    return patterns.stream()
        .anyMatch(pattern -> names.stream().anyMatch(name -> pattern.matcher(name).matches()));
  }

  private static List<Pattern> patterns(Properties properties, String key, String source) {
    return Stream.of(properties.getProperty(key, "").split(",", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> pattern(text, key, source))
        .toList();
  }

  private static Pattern pattern(String text, String key, String source) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw bad(source, key, text, "a regular expression (" + e.getDescription() + ")");
    }
  }

  private static long number(
      Properties properties, String key, long unset, long most, String source) {
    String text = properties.getProperty(key, Long.toString(unset)).strip();
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw bad(source, key, text, "a whole number from 0 to " + most);
  }

  private static UserError bad(String source, String key, String found, String expected) {
    return UserError.usage(
        "attach policy " + source + ", " + key, "'" + found + "'", expected, "Correct it");
  }
}
