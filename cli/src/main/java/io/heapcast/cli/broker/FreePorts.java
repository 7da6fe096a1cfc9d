package io.heapcast.cli.broker;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. Between a look here and a bind, another process may be faster. */
final class FreePorts {

  private FreePorts() {}

  /** A port that was free a moment ago. */
  static int any() {
    try (ServerSocket socket = bind(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback address", e);
    }
  }

  /**
   * Checks one port.
   *
   * @throws UserError when something listens there
   */
  static void requireFree(int port) {
    try {
      bind(port).close();
    } catch (IOException e) {
      throw UserError.environment(
          "broker port " + port,
          "it taken (" + e.getMessage() + ")",
          "a free port on 127.0.0.1",
          "Stop what listens there, or set heapcast.broker.port to another, or to 0 for any",
          e);
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true); // as the broker does: a port in TIME_WAIT is free
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
