package io.heapcast.cli.broker;

import io.heapcast.cli.ProcessEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** An embedded broker alone in a JVM; prints its address when ready, ends as {@code up} would. */
public final class BrokerProcess {

  private BrokerProcess() {}

  /** Arguments: data directory, port, milliseconds between two looks at the disk. */
  public static void main(String[] args) throws InterruptedException {
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            Path.of(args[0]),
            Integer.parseInt(args[1]),
            Duration.ofMillis(Long.parseLong(args[2])),
            new ProcessEnd());
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
    System.out.println(kafka.bootstrapServers());
    new CountDownLatch(1).await();
  }
}
