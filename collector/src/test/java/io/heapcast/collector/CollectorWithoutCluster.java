package io.heapcast.collector;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A collector in a process of its own that watches one JVM and sends nowhere; says when it reads
 * it.
 */
final class CollectorWithoutCluster {

  private CollectorWithoutCluster() {}

  public static void main(String[] args) throws InterruptedException {
    Settings settings =
        Settings.defaults()
            .with(Map.of(Setting.WATCH_PIDS, args[0], Setting.ATTACH_MIN_AGE, "0s"), "test");
    Collector collector = Collector.start(settings, RecordingPublisher::new);
    Runtime.getRuntime().addShutdownHook(new Thread(collector::close));
    while (collector.hostCoverage().watched() == 0) {
      Thread.sleep(10);
    }
    System.out.println("watched");
    new CountDownLatch(1).await();
  }
}
