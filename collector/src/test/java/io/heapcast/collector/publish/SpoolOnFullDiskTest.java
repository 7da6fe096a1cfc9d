package io.heapcast.collector.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heapcast.telemetry.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more, as a limit of the shell's makes it: 16 KiB for each file. */
final class SpoolOnFullDiskTest {

  private static final int RECORDS = 100;
  private static final int RECORD_BYTES = 1_000;
  private static final long PLENTY = 1L << 30;

  /** Fills a spool in a process of its own and tells: taken refused readAgain damaged. */
  static final class Filler {
    public static void main(String[] args) throws IOException {
      int[] damaged = new int[1];
      Spool.Losses losses =
          new Spool.Losses() {
            @Override
            public void dropped(SpoolRecord record, DropReason reason) {}

            @Override
            public void stripped(SpoolRecord record) {}

            @Override
            public void damaged(Path segment, String what) {
              damaged[0]++;
            }
          };
      int taken = 0;
      int refused = 0;
      int again = 0;
      try (Spool spool = new Spool(Path.of(args[0]), PLENTY, losses)) {
        for (int i = 0; i < RECORDS; i++) {
          try {
            spool.append(
                new SpoolRecord(
                    Topic.TELEMETRY, "jvm", ByteString.copyFrom(new byte[RECORD_BYTES])));
            taken++;
          } catch (IOException e) {
            refused++;
          }
        }
        List<SpoolRecord> next = spool.oldest(RECORDS, Integer.MAX_VALUE);
        while (!next.isEmpty()) {
          again += next.size();
          spool.delivered(next);
          next = spool.oldest(RECORDS, Integer.MAX_VALUE);
        }
      }
      System.out.println(taken + " " + refused + " " + again + " " + damaged[0]);
    }
  }

  @Test
  void whatWasTakenIsThereAndWhatWasNotIsTold(@TempDir Path directory) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process filler =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f 16; exec \"$@\"",
                "bash",
                java,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Filler.class.getName(),
                directory.resolve("spool").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] told =
        new String(filler.getInputStream().readAllBytes(), UTF_8).strip().split(" ", -1);
    assertThat(filler.waitFor()).isZero();
    int taken = Integer.parseInt(told[0]);
    int refused = Integer.parseInt(told[1]);
    assertThat(refused).as("the disk was full").isPositive();
    assertThat(taken + refused).isEqualTo(RECORDS);
    assertThat(told[2]).as("read again").isEqualTo(told[0]);
    assertThat(told[3]).as("damaged").isEqualTo("0");
  }
}
