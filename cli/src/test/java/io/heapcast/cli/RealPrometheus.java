package io.heapcast.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** This machine's Prometheus, taking remote writes on a free port; the test skips without one. */
final class RealPrometheus implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final Path directory;
  private final String program;
  private final int port;
  private @Nullable Process process;

  RealPrometheus(Path directory) throws IOException {
    Optional<String> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "prometheus"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    assumeTrue(found.isPresent(), "SKIPPED: prometheus is not on the PATH");
    this.program = found.orElseThrow();
    this.directory = directory;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = socket.getLocalPort();
    }
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("prometheus.yml"), "storage: {tsdb: {out_of_order_time_window: 6h}}\n");
  }

  String writeUrl() {
    return "http://127.0.0.1:" + port + "/api/v1/write";
  }

  /** Again on the same data, when it was stopped. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                program,
                "--config.file=" + directory.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--storage.tsdb.retention.time=100y", // a recording may be old
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    await().atMost(LONG_ENOUGH).ignoreExceptions().until(() -> get("/-/ready").statusCode() == 200);
  }

  void stop() throws InterruptedException {
    Process started = process;
    if (started != null) {
      started.destroy();
      if (!started.waitFor(20, TimeUnit.SECONDS)) {
        started.destroyForcibly().waitFor();
      }
    }
  }

  /** The stored samples of the one series that is selected, value by milliseconds. */
  Map<Long, Double> samples(String selector, long untilMs) throws Exception {
    String query = URLEncoder.encode(selector + "[30d]", StandardCharsets.UTF_8);
    String path = "/api/v1/query?time=" + (untilMs / 1000 + 1) + "&query=" + query;
    JsonNode series = new ObjectMapper().readTree(get(path).body()).at("/data/result");
    Map<Long, Double> samples = new TreeMap<>();
    for (JsonNode one : series) {
      for (JsonNode sample : one.get("values")) {
        samples.put(Math.round(sample.get(0).asDouble() * 1000), sample.get(1).asDouble());
      }
    }
    return samples;
  }

  @Override
  public void close() {
    Process started = process;
    if (started != null) {
      started.destroyForcibly();
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + path);
    return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}
