package io.heapcast.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code /metrics}, {@code /healthz} and a page that links to them, on a few threads. */
final class WebServer implements AutoCloseable {

  private static final int THREADS = 3;

  /** Connections that may wait to be accepted. */
  private static final int BACKLOG = 64;

  private static final String INDEX =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Heapcast</title></head>
      <body>
      <h1>Heapcast</h1>
      <ul>
      <li><a href="/metrics">/metrics</a>: the fleet, its verdicts and alerts, for Prometheus</li>
      <li><a href="/healthz">/healthz</a>: whether this server reads</li>
      </ul>
      </body>
      </html>
      """;

  private final HttpServer server;
  private final ExecutorService executor;

  private WebServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Listens where the settings say.
   *
   * @throws UserError when that is not possible
   */
  static WebServer start(Settings settings, PrometheusRegistry registry, Health health) {
    HttpServer server = bind(settings);
    ExecutorService executor = executor();
    server.setExecutor(executor);
    MetricsHandler metrics = new MetricsHandler(registry);
    server.createContext("/", exchange -> route(exchange, metrics, health));
    server.start();
    return new WebServer(server, executor);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static HttpServer bind(Settings settings) {
    String host = settings.text(Setting.SERVER_HOST);
    int port = settings.integer(Setting.SERVER_PORT);
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw UserError.environment(
          Setting.SERVER_HOST.key(),
          "'" + host + "', which is no known host",
          "an address of this machine",
          "Set it to 127.0.0.1, or to 0.0.0.0 to be reached from outside");
    }
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw UserError.environment(
          "address " + host + ":" + port + " for /metrics",
          "'" + e.getMessage() + "'",
          "a free port of this machine",
          "Stop what listens there, or set %s (0: any free one) or %s"
              .formatted(Setting.SERVER_PORT.key(), Setting.SERVER_HOST.key()),
          e);
    }
  }

  private static ExecutorService executor() {
    return Executors.newFixedThreadPool(
        THREADS,
        task -> {
          Thread thread = new Thread(task, "heapcast-server-http");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static void route(HttpExchange exchange, HttpHandler metrics, Health health)
      throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      answer(exchange, 405, "text/plain", "only GET and HEAD\n");
      return;
    }
    switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> metrics.handle(exchange);
      case "/healthz" -> {
        Health.Report report = health.report();
        answer(exchange, report.healthy() ? 200 : 503, "text/plain", report.words() + "\n");
      }
      case "/" -> answer(exchange, 200, "text/html", INDEX);
      default ->
          answer(exchange, 404, "text/plain", "not found; there are /metrics and /healthz\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    try (exchange) {
      exchange.sendResponseHeaders(status, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
