package io.heapcast.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Debian's or upstream's Alertmanager on loopback, which may be stopped and started again. */
final class RealAlertmanager implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<String> command;
  private final Path log;
  private final URI base;
  private @Nullable Process process;

  private RealAlertmanager(List<String> command, Path log, URI base) {
    this.command = command;
    this.log = log;
    this.base = base;
  }

  /** Starts one; the test that asks is skipped, by name, where there is none. */
  static RealAlertmanager start(Path directory, String config) throws Exception {
    String program = Tool.onPath("prometheus-alertmanager", "alertmanager");
    Path file = directory.resolve("alertmanager.yml");
    Files.writeString(file, config);
    int port = freePort();
    RealAlertmanager started =
        new RealAlertmanager(
            List.of(
                program,
                "--config.file=" + file,
                "--storage.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address="),
            directory.resolve("log"),
            URI.create("http://127.0.0.1:" + port));
    started.start();
    return started;
  }

  URI base() {
    return base;
  }

  void restart() throws Exception {
    close();
    start();
  }

  private void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> get("/-/ready").equals("OK"));
  }

  /** The alerts that are active. */
  List<JsonNode> alerts() throws Exception {
    JsonNode alerts = new JsonMapper().readTree(get("/api/v2/alerts"));
    return List.copyOf(alerts.valueStream().toList());
  }

  String get(String path) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    Process started = process;
    if (started == null) {
      return;
    }
    started.destroy();
    try {
      if (!started.waitFor(10, TimeUnit.SECONDS)) {
        started.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      started.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
