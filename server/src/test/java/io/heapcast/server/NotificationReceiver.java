package io.heapcast.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A webhook receiver of an Alertmanager: what people would hear, in the order in which they do. */
final class NotificationReceiver implements AutoCloseable {

  private final HttpServer server;
  private final List<JsonNode> notifications = new CopyOnWriteArrayList<>();

  NotificationReceiver() throws IOException {
    JsonMapper json = new JsonMapper();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            notifications.add(json.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  /** An Alertmanager's configuration that tells only this receiver, within a second or two. */
  String config() {
    return """
        route: {receiver: people, group_by: [alertname, leak_id], group_wait: 1s, group_interval: 1s, repeat_interval: 4h}
        receivers:
          - name: people
            webhook_configs: [{url: "http://127.0.0.1:%d/", send_resolved: true}]
        """
        .formatted(server.getAddress().getPort());
  }

  /** {@code firing}, {@code resolved}, … */
  List<String> states() {
    return notifications.stream().map(notification -> notification.get("status").asText()).toList();
  }

  JsonNode last() {
    return notifications.get(notifications.size() - 1);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
