package io.heapcast.bench.throughput;

import io.heapcast.cli.broker.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own, so that its CPU is not counted; ends with its input. */
final class BrokerMain {

  private BrokerMain() {}

  /** Argument: its data directory. Prints its address when it serves. */
  public static void main(String[] args) throws IOException {
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            Path.of(args[0]),
            0,
            fault -> {
              System.err.println(fault.getMessage());
              Runtime.getRuntime().halt(3);
            });
    System.out.println(kafka.bootstrapServers());
    while (System.in.read() >= 0) {
      // Whoever started it holds the other end.
    }
    kafka.close();
    System.exit(0);
  }
}
