package io.heapcast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heapcast.telemetry.Settings.Effective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private final Path directory;

  SettingsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static Settings commandLine(String key, String value) {
    return Settings.load(null, Map.of(), Map.of(key, value));
  }

  private static Settings environment(String name, String value) {
    return Settings.load(null, Map.of(name, value), Map.of());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("heapcast.properties"), text);
  }

  private static Effective line(Settings settings, String key) {
    return settings.effective().stream().filter(l -> l.key().equals(key)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everyDefaultIsAGoodValueOfItsKindOrMeansNotSet(Setting setting) {
    if (!setting.defaultValue().isEmpty()) {
      Map<String, String> changed = Map.of(setting.key(), setting.defaultValue() + " ");
      assertThat(Settings.load(null, Map.of(), changed).text(setting))
          .isEqualTo(setting.defaultValue());
    }
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everySettingHasAnEnvironmentVariable(Setting setting) {
    String name = setting.environmentVariable();
    assertThat(name).isEqualTo(setting.key().toUpperCase(java.util.Locale.ROOT).replace('.', '_'));
    assertThat(line(environment(name, setting.defaultValue()), setting.key()).source())
        .isEqualTo(name);
  }

  @Test
  void aLaterSourceWins() throws IOException {
    Path file = file("heapcast.prefix=file\nheapcast.window.grace=1s\nheapcast.state.ttl=1h\n");
    Settings settings =
        Settings.load(
            file,
            Map.of("HEAPCAST_PREFIX", "environment", "HEAPCAST_WINDOW_GRACE", "2s"),
            Map.of("heapcast.prefix", "command"));
    assertThat(settings.text(Setting.PREFIX)).isEqualTo("command");
    assertThat(settings.duration(Setting.WINDOW_GRACE)).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.duration(Setting.STATE_TTL)).isEqualTo(Duration.ofHours(1));
    assertThat(line(settings, "heapcast.prefix").source()).isEqualTo("command line");
    assertThat(line(settings, "heapcast.window.grace").source()).isEqualTo("HEAPCAST_WINDOW_GRACE");
    assertThat(line(settings, "heapcast.state.ttl").source()).isEqualTo(file.toString());
    assertThat(line(settings, "heapcast.server.port").source()).isEqualTo("default");
  }

  @Test
  void anUnknownKeyNamesTheNearestKnownOne() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> commandLine("heapcast.window.grase", "1s"))
        .withMessageContaining("'heapcast.window.grase'")
        .withMessageContaining("perhaps 'heapcast.window.grace'")
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(UserError.USAGE));
  }

  @Test
  void anUnknownVariableNamesTheNearestKnownVariable() {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> environment("HEAPCAST_SERVER_PROT", "1"))
        .withMessageContaining("'HEAPCAST_SERVER_PROT'")
        .withMessageContaining("perhaps 'HEAPCAST_SERVER_PORT'");
  }

  @Test
  void variablesOfOthersAreNotOurs() {
    Settings settings =
        Settings.load(null, Map.of("PATH", "/bin", "HEAPCAST_JAVA_OPTS", "-Xmx1g"), Map.of());
    assertThat(settings.effective()).allMatch(line -> line.source().equals("default"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAPCAST_SERVICE_HOST",
        "HEAPCAST_SERVICE_PORT",
        "HEAPCAST_SERVICE_PORT_HTTP",
        "HEAPCAST_PORT",
        "HEAPCAST_PORT_8080_TCP",
        "HEAPCAST_PORT_8080_TCP_ADDR"
      })
  void variablesOfAKubernetesServiceCalledHeapcastPass(String name) {
    assertThat(environment(name, "tcp://10.0.0.1:8080").effective())
        .allMatch(line -> line.source().equals("default"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAPCAST_SERVICE_HOSTS",
        "HEAPCAST_SERVICE_PORTS",
        "HEAPCAST_PORTS",
        "HEAPCAST_X"
      })
  void variablesThatOnlyResembleThoseOfKubernetesAreRefused(String name) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> environment(name, "1"))
        .withMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, 250",
    "5s, 5000",
    "10m, 600000",
    "8h, 28800000",
    "7d, 604800000",
    "0s, 0",
    "' 5s ', 5000"
  })
  void durationsHaveAUnit(String text, long millis) {
    assertThat(commandLine("heapcast.window.grace", text).duration(Setting.WINDOW_GRACE))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "heapcast.window.grace, 5, a duration such as 250ms",
    "heapcast.window.grace, -5s, a duration such as 250ms",
    "heapcast.window.grace, 5 s, a duration such as 250ms",
    "heapcast.window.grace, 9999999999s, a duration such as 250ms",
    "heapcast.window.grace, '', a duration such as 250ms",
    "heapcast.server.port, 65536, a port from 0 to 65535",
    "heapcast.server.port, -1, a port from 0 to 65535",
    "heapcast.topic.partitions, 0, a whole number of at least 1",
    "heapcast.topic.replication, two, a whole number"
  })
  void aBadValueIsRefusedWithKeySourceFoundAndExpected(String key, String value, String expected) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> commandLine(key, value))
        .withMessageStartingWith(
            key + " (command line): found '" + value + "', expected " + expected)
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(UserError.USAGE));
  }

  @Test
  void kafkaSettingsPassThroughUntouchedFromEverySource() throws IOException {
    Settings settings =
        Settings.load(
            file("heapcast.kafka.sasl.mechanism=SCRAM-SHA-512\n"),
            Map.of("HEAPCAST_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
            Map.of("heapcast.bootstrap.servers", "b:1", "heapcast.kafka.consumer.x.y", " z "));
    assertThat(settings.kafkaClient())
        .containsOnly(
            Map.entry("sasl.mechanism", "SCRAM-SHA-512"),
            Map.entry("security.protocol", "SASL_SSL"),
            Map.entry("consumer.x.y", " z "),
            Map.entry("bootstrap.servers", "b:1"));
  }

  @ParameterizedTest
  @CsvSource({
    "sasl.jaas.config",
    "ssl.key.password",
    "ssl.keystore.key",
    "sasl.oauthbearer.client.secret"
  })
  void secretsAreShownMaskedButReachTheClients(String key) {
    Settings settings =
        Settings.load(
            null,
            Map.of(),
            Map.of("heapcast.bootstrap.servers", "b:1", "heapcast.kafka." + key, "hunter2"));
    assertThat(settings.effective().toString()).doesNotContain("hunter2");
    assertThat(settings.kafkaClient()).containsEntry(key, "hunter2");
  }

  @Test
  void aPasswordInAnAddressIsShownMasked() {
    Settings settings =
        commandLine("heapcast.alertmanager.urls", "http://u:hunter2@a:1,https://v:hunter2@b");
    assertThat(line(settings, "heapcast.alertmanager.urls").value())
        .isEqualTo("http://********@a:1,https://********@b");
    assertThat(settings.list(Setting.ALERTMANAGER_URLS))
        .containsExactly("http://u:hunter2@a:1", "https://v:hunter2@b");
  }

  @Test
  void listsAreTrimmedAndSkipEmptyParts() {
    assertThat(commandLine("heapcast.watch.pids", " 1, ,22,").list(Setting.WATCH_PIDS))
        .containsExactly("1", "22");
    assertThat(Settings.defaults().list(Setting.WATCH_PIDS)).isEmpty();
    assertThat(Settings.defaults().optional(Setting.WATCH_PIDS)).isEmpty();
  }

  @Test
  void replacementsLeaveTheOriginalAlone() {
    Settings original = commandLine("heapcast.session.timeout", "30s");
    Settings replaced =
        original
            .with(Map.of(Setting.BOOTSTRAP_SERVERS, "127.0.0.1:9"), "embedded broker")
            .withDefaults(
                Map.of(Setting.SESSION_TIMEOUT, "6s", Setting.TOPIC_PARTITIONS, "4"), "up");
    assertThat(replaced.text(Setting.BOOTSTRAP_SERVERS)).isEqualTo("127.0.0.1:9");
    assertThat(replaced.duration(Setting.SESSION_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
    assertThat(replaced.integer(Setting.TOPIC_PARTITIONS)).isEqualTo(4);
    assertThat(line(replaced, "heapcast.topic.partitions").source()).isEqualTo("up");
    assertThat(original.text(Setting.BOOTSTRAP_SERVERS)).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    Path missing = directory.resolve("missing.properties");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Settings.load(missing, Map.of(), Map.of()))
        .withMessageStartingWith("configuration file " + missing)
        .satisfies(error -> assertThat(error.exitCode()).isEqualTo(UserError.ENVIRONMENT));
  }
}
