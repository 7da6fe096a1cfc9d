package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.UserError;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user does wrong, tried on the real command: one line on standard error, an exit code. */
@Timeout(240)
class BadInputIT {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);

  private final Path directory;

  BadInputIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aBrokerPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      expect(
          UserError.ENVIRONMENT,
          "heapcast: broker port %d: found it taken (Address already in use), expected a free port"
                  .formatted(taken.getLocalPort())
              + " on 127.0.0.1. Stop what listens there, or set heapcast.broker.port to another,"
              + " or to 0 for any.",
          up("--set", "heapcast.broker.port=" + taken.getLocalPort()));
    }
  }

  @Test
  void aMetricsPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> lines =
          errorLines(
              UserError.ENVIRONMENT, up("--set", "heapcast.server.port=" + taken.getLocalPort()));
      assertThat(lines)
          .singleElement()
          .asString()
          .startsWith("heapcast: ")
          .contains(Integer.toString(taken.getLocalPort()), "found", "expected");
    }
  }

  @Test
  void aDataDirectoryInUse() throws Exception {
    try (RandomAccessFile file =
            new RandomAccessFile(directory.resolve("heapcast.lock").toFile(), "rw");
        var lock = file.getChannel().lock()) {
      assertThat(lock.isValid()).isTrue();
      file.writeBytes("4711\n");
      expect(
          UserError.ENVIRONMENT,
          "heapcast: data directory %s: found it in use by process 4711, expected one Heapcast per"
                  .formatted(directory)
              + " directory. Stop that one, or choose another directory with --data-dir.",
          up());
    }
  }

  @Test
  void dataOfANewerVersion() throws Exception {
    Files.writeString(directory.resolve("heapcast.version"), "99.0.0\n");
    expect(
        UserError.ENVIRONMENT,
        "heapcast: data directory %s: found data written by Heapcast 99.0.0, expected %s or older."
                .formatted(directory, Versions.heapcast())
            + " Run Heapcast 99.0.0 or newer, or choose another directory with --data-dir.",
        up());
  }

  @Test
  void aDataDirectoryThatIsAFile() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    List<String> lines =
        errorLines(UserError.ENVIRONMENT, List.of("up", "--data-dir", file.toString()));
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("heapcast: data directory " + file + ": found ")
        .endsWith("expected a directory that this user can write. Choose another with --data-dir.");
  }

  @Test
  void anUnknownOption() throws Exception {
    expect(
        UserError.USAGE,
        "heapcast: command line: found unknown option '--data-dri', expected perhaps '--data-dir'."
            + " See 'heapcast up --help'.",
        List.of("up", "--data-dri", "x"));
  }

  @Test
  void anUnknownSetting() throws Exception {
    expect(
        UserError.USAGE,
        "heapcast: setting from command line: found 'heapcast.window.grase', which no part knows,"
            + " expected perhaps 'heapcast.window.grace'. Correct or remove it.",
        up("--set", "heapcast.window.grase=5s"));
  }

  @Test
  void noBrokerAtTheAddress() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    expect(
        UserError.ENVIRONMENT,
        "heapcast: Kafka at 127.0.0.1:%d: found no answer in 20 s, expected a broker that answers."
                .formatted(free)
            + " Check the address, the network and heapcast.kafka.* (TLS, SASL).",
        List.of("stream", "--bootstrap-servers", "127.0.0.1:" + free));
  }

  @Test
  void noSuchHost() throws Exception {
    List<String> lines =
        errorLines(
            UserError.ENVIRONMENT, List.of("detect", "--bootstrap-servers", "broker.invalid:9092"));
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("heapcast: Kafka at broker.invalid:9092: found ");
  }

  @Test
  void noBrokerConfigured() throws Exception {
    List<String> lines = errorLines(UserError.USAGE, List.of("serve"));
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("heapcast: heapcast.bootstrap.servers: found nothing, expected host:port");
  }

  private List<String> up(String... more) {
    List<String> arguments = new ArrayList<>(List.of("up", "--data-dir", directory.toString()));
    arguments.addAll(List.of("--set", "heapcast.watch.pids=1")); // leave this host's JVMs alone
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static void expect(int exitCode, String line, List<String> arguments) throws Exception {
    assertThat(errorLines(exitCode, arguments)).containsExactly(line);
  }

  private static List<String> errorLines(int exitCode, List<String> arguments) throws Exception {
    try (ChildJvm command =
        ChildJvm.start(
            List.of(
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-exports=jdk.attach/sun.tools.attach=ALL-UNNAMED"),
            Main.class,
            arguments.toArray(String[]::new))) {
      assertThat(command.exitCode(LONG_ENOUGH)).as("%s", command.err()).isEqualTo(exitCode);
      return command.err();
    }
  }
}
