package io.heapcast.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes posts as an Alertmanager does, and answers with the status it is told to. */
final class FakeAlertmanager implements AutoCloseable {

  private final JsonMapper json = new JsonMapper();
  private final HttpServer server;
  private final List<JsonNode> posts = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  FakeAlertmanager() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/base/api/v2/alerts",
        exchange -> {
          try (exchange) {
            posts.add(json.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(status, -1);
          }
        });
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base/");
  }

  void answer(int newStatus) {
    status = newStatus;
  }

  /** The alerts of each post since the last call. */
  List<JsonNode> takePosts() {
    List<JsonNode> taken = new ArrayList<>(posts);
    posts.clear();
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
