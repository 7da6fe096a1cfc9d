package io.heapcast.telemetry;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Effective settings, each with its source. In rising order: default, file, environment, command
 * line. Checked when built, so that a reader never meets a bad value; immutable.
 *
 * <p>{@code heapcast.kafka.*} goes to the Kafka clients untouched, under the name after that prefix
 * (file and command line: any key; environment: {@code HEAPCAST_KAFKA_SECURITY_PROTOCOL} is {@code
 * security.protocol}).
 */
public final class Settings {

  /** Keys below this are passed to the Kafka clients. */
  public static final String KAFKA_PREFIX = "heapcast.kafka.";

  private static final String ENVIRONMENT_PREFIX = "HEAPCAST_";
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private static final Pattern CREDENTIALS = Pattern.compile("://[^/@,\\s]*@");
  private static final String MASK = "********";

  /** Read by the launcher and by targets, not settings of a part. */
  private static final List<String> FOREIGN_VARIABLES =
      List.of(
          "HEAPCAST_HOME",
          "HEAPCAST_JAVA_HOME",
          "HEAPCAST_JAVA_OPTS",
          "HEAPCAST_IGNORE",
          "HEAPCAST_WATCH");

  /** What Kubernetes adds to every pod's environment for a Service called heapcast. */
  private static final Pattern KUBERNETES_VARIABLE =
      Pattern.compile("HEAPCAST_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_.*)?)");

  private record Value(String text, String source) {}

  /**
   * One line of {@code heapcast config}.
   *
   * @param key {@code heapcast.x.y}
   * @param value the value in force, secrets masked; empty: not set
   * @param source default, a file's path, an environment variable's name, or "command line"
   * @param description what it does; empty for Kafka client settings
   */
  public record Effective(String key, String value, String source, String description) {}

  private final Map<Setting, Value> values;
  private final Map<String, Value> kafka;

  private Settings(Map<Setting, Value> values, Map<String, Value> kafka) {
    this.values = values;
    this.kafka = kafka;
  }

  /** Nothing but the defaults. */
  public static Settings defaults() {
    return load(null, Map.of(), Map.of());
  }

  /**
   * Reads and checks everything.
   *
   * @param file a properties file, or null for none
   * @param environment the process environment; only {@code HEAPCAST_*} is looked at
   * @param commandLine by key
   * @throws UserError naming the first unknown key or bad value
   */
  public static Settings load(
      @Nullable Path file, Map<String, String> environment, Map<String, String> commandLine) {
    Settings settings = new Settings(new EnumMap<>(Setting.class), new TreeMap<>());
    for (Setting setting : Setting.values()) {
      settings.values.put(setting, new Value(setting.defaultValue(), "default"));
    }
    if (file != null) {
      new TreeMap<>(properties(file))
          .forEach((key, value) -> settings.put(key.toString(), value.toString(), file.toString()));
    }
    new TreeMap<>(environment).forEach(settings::putVariable);
    commandLine.forEach((key, value) -> settings.put(key, value, "command line"));
    return settings;
  }

  /** These settings with some replaced, as by the embedded broker, which knows its own address. */
  public Settings with(Map<Setting, String> replacements, String source) {
    Settings copy = new Settings(new EnumMap<>(values), new TreeMap<>(kafka));
    replacements.forEach((setting, value) -> copy.put(setting.key(), value, source));
    return copy;
  }

  /** As {@link #with}, but only where nothing but the default is set. */
  public Settings withDefaults(Map<Setting, String> replacements, String source) {
    Map<Setting, String> unset = new LinkedHashMap<>(replacements);
    unset.keySet().removeIf(setting -> !isDefault(setting));
    return with(unset, source);
  }

  /** The value as text; empty when not set. */
  public String text(Setting setting) {
    return value(setting).text();
  }

  /** The value, unless it is not set. */
  public Optional<String> optional(Setting setting) {
    return Optional.of(text(setting)).filter(text -> !text.isEmpty());
  }

  /** The comma-separated parts of the value, trimmed; empty when not set. */
  public List<String> list(Setting setting) {
    List<String> parts = new ArrayList<>();
    for (String part : text(setting).split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.trim());
      }
    }
    return List.copyOf(parts);
  }

  public int integer(Setting setting) {
    return Integer.parseInt(text(setting));
  }

  public boolean flag(Setting setting) {
    return Boolean.parseBoolean(text(setting));
  }

  public Duration duration(Setting setting) {
    return parseDuration(text(setting)).orElseThrow();
  }

  /**
   * Configuration for any Kafka client: bootstrap servers and what {@code heapcast.kafka.*} says.
   *
   * @throws UserError when no bootstrap servers are set
   */
  public Map<String, Object> kafkaClient() {
    if (text(Setting.BOOTSTRAP_SERVERS).isEmpty()) {
      throw UserError.usage(
          Setting.BOOTSTRAP_SERVERS.key(),
          "nothing",
          "host:port of at least one Kafka broker",
          "Give --bootstrap-servers, or run 'heapcast up', which brings its own broker");
    }
    Map<String, Object> client = new LinkedHashMap<>();
    kafka.forEach((key, value) -> client.put(key, value.text()));
    client.put("bootstrap.servers", text(Setting.BOOTSTRAP_SERVERS));
    return client;
  }

  /** Every setting in table order, then the Kafka client settings; secrets masked. */
  public List<Effective> effective() {
    List<Effective> lines = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      Value value = value(setting);
      lines.add(
          new Effective(
              setting.key(),
              withoutCredentials(value.text()),
              value.source(),
              setting.description()));
    }
    kafka.forEach(
        (key, value) ->
            lines.add(
                new Effective(KAFKA_PREFIX + key, masked(key, value.text()), value.source(), "")));
    return lines;
  }

  private Value value(Setting setting) {
    Value value = values.get(setting);
    if (value == null) {
      throw new IllegalStateException("setting without a value: " + setting);
    }
    return value;
  }

  private boolean isDefault(Setting setting) {
    return value(setting).source().equals("default");
  }

  /** {@code http://user:password@host} without what stands before the host. */
  private static String withoutCredentials(String value) {
    return CREDENTIALS.matcher(value).replaceAll("://" + MASK + "@");
  }

  /**
   * A client's setting as it may be shown.
   *
   * @param key as Kafka calls it
   */
  public static String masked(String key, String value) {
    String lower = key.toLowerCase(Locale.ROOT);
    boolean secret =
        lower.contains("password")
            || lower.contains("secret")
            || lower.contains("jaas")
            || lower.contains("keystore.key")
            || lower.contains("token");
    return secret ? MASK : value;
  }

  private void putVariable(String name, String value) {
    if (name.startsWith(ENVIRONMENT_PREFIX)
        && !FOREIGN_VARIABLES.contains(name)
        && !KUBERNETES_VARIABLE.matcher(name).matches()) {
      String key = name.toLowerCase(Locale.ROOT).replace('_', '.');
      if (!key.startsWith(KAFKA_PREFIX) && known(key) == null) {
        throw unknown(name, NearestName.of(name, variableNames()), "environment");
      }
      put(key, value, name);
    }
  }

  private void put(String key, String value, String source) {
    if (key.startsWith(KAFKA_PREFIX)) {
      kafka.put(key.substring(KAFKA_PREFIX.length()), new Value(value, source));
      return;
    }
    Setting setting = known(key);
    if (setting == null) {
      throw unknown(key, NearestName.of(key, keys()), source);
    }
    String trimmed = value.trim();
    if (!trimmed.equals(setting.defaultValue()) && !isValid(setting.kind(), trimmed)) {
      throw UserError.usage(
          key + " (" + source + ")",
          "'" + value + "'",
          setting.kind().expected(),
          "See 'heapcast config' for all settings");
    }
    values.put(setting, new Value(trimmed, source));
  }

  private static UserError unknown(String name, Optional<String> nearest, String source) {
    return UserError.usage(
        "setting from " + source,
        "'" + name + "', which no part knows",
        nearest.map(known -> "perhaps '" + known + "'").orElse("one of 'heapcast config'"),
        "Correct or remove it");
  }

  private static boolean isValid(Setting.Kind kind, String value) {
    return switch (kind) {
      case TEXT -> true;
      case INTEGER -> isInteger(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case NATURAL -> isInteger(value, 0, Integer.MAX_VALUE);
      case COUNT -> isInteger(value, 1, Integer.MAX_VALUE);
      case FLAG -> value.equals("true") || value.equals("false");
      case PORT -> isInteger(value, 0, 65_535);
      case DURATION -> parseDuration(value).isPresent();
    };
  }

  private static boolean isInteger(String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      return number >= least && number <= most;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static Optional<Duration> parseDuration(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }

  private static @Nullable Setting known(String key) {
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(key)) {
        return setting;
      }
    }
    return null;
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      keys.add(setting.key());
    }
    return keys;
  }

  private static List<String> variableNames() {
    List<String> names = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      names.add(setting.environmentVariable());
    }
    return names;
  }

  private static Properties properties(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw UserError.environment(
          "configuration file " + file,
          String.valueOf(e),
          "a readable properties file",
          "Check --config",
          e);
    }
    return properties;
  }
}
