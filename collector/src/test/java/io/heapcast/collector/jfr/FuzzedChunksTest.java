package io.heapcast.collector.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.collector.event.EventHandlers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Chunk files that are damaged, cut off, glued together or something else altogether. */
@Timeout(120)
final class FuzzedChunksTest {

  private static final int SEED = 20261128;
  private static final int CHUNKS = 30;
  private static final int MANY_CHUNKS = 10_000;

  /** Most of the time a tail waits for more. */
  private static final int SIDE_BY_SIDE = 40;

  private static byte[] good = new byte[0];

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  private final ErrorCounts errors = new ErrorCounts();

  @BeforeAll
  static void record(@TempDir Path to) throws IOException {
    Path file = to.resolve("good.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.GarbageCollection");
      recording.enable("jdk.GCHeapSummary");
      recording.enable("jdk.JVMInformation");
      recording.start();
      System.gc();
      System.gc();
      recording.stop();
      recording.dump(file);
    }
    good = Files.readAllBytes(file);
  }

  @Test
  void aGoodChunkIsReadToItsEnd() throws Exception {
    assertThat(read(good)).isGreaterThan(4);
    assertThat(errors.byReason()).isEmpty();
  }

  @Test
  void damagedChunksEndTheirTailAndNothingElse() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < CHUNKS; i++) {
      read(mutated(random));
    }
    assertThat(errors.byReason()).isNotEmpty();
    // And the next good one is read as ever.
    assertThat(read(good)).isGreaterThan(4);
  }

  @Test
  @EnabledIfSystemProperty(named = "heapcast.heavy", matches = "true")
  @Timeout(900)
  void tenThousandDamagedChunksDoNoMoreHarm() throws Exception {
    Random random = new Random(SEED);
    ExecutorService readers = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<Future<Integer>> reads = new ArrayList<>();
      for (int i = 0; i < MANY_CHUNKS; i++) {
        byte[] chunk = mutated(random);
        reads.add(readers.submit(() -> read(chunk)));
      }
      int whole = 0;
      for (Future<Integer> read : reads) {
        whole += read.get() > 4 ? 1 : 0; // throws what a reader threw, such as a thread that hangs
      }
      long counted = errors.byReason().values().stream().mapToLong(Long::longValue).sum();
      assertThat(whole).as("some mutations hit nothing that matters").isPositive();
      assertThat(counted).as("errors of %s", errors.byReason()).isPositive();
    } finally {
      readers.shutdownNow();
    }
    assertThat(read(good)).isGreaterThan(4);
  }

  /** Reads until nothing comes any more; returns how many events there were. */
  private int read(byte[] chunk) throws Exception {
    Path repository = Files.createTempDirectory(directory, "repository");
    Files.write(repository.resolve("2026_11_21_08_00_00.jfr"), chunk);
    ChunkFiles.newestStart(repository);
    Measurements measurements = new Measurements();
    int[] events = new int[1];
    RepositoryTail tail =
        RepositoryTail.start(
            repository,
            "fuzz",
            Instant.EPOCH,
            Instant.EPOCH,
            measurements,
            EventHandlers.of(measurements),
            new RepositoryTail.Listener() {
              @Override
              public void flushed() {
                events[0] += measurements.events();
                measurements.flush(false);
              }

              @Override
              public void manyEvents() {
                events[0] += measurements.events();
                measurements.flush(false);
              }
            },
            errors);
    try {
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(Duration.ofSeconds(20))
          .until(() -> tail.ended() || tail.idle().toMillis() > 300);
    } finally {
      assertThat(tail.close(Duration.ofSeconds(10))).as("its thread ends").isTrue();
    }
    measurements.flush(true);
    Files.delete(repository.resolve("2026_11_21_08_00_00.jfr"));
    Files.delete(repository);
    return events[0] + measurements.events();
  }

  private static byte[] mutated(Random random) {
    byte[] chunk = good.clone();
    switch (random.nextInt(5)) {
      case 0 -> chunk = Arrays.copyOf(chunk, random.nextInt(chunk.length));
      case 1 -> {
        byte[] twice = Arrays.copyOf(chunk, chunk.length * 2);
        System.arraycopy(chunk, 0, twice, chunk.length, chunk.length);
        chunk = twice;
      }
      case 2 -> random.nextBytes(chunk);
      default -> {}
    }
    int flips = random.nextInt(30);
    for (int i = 0; i < flips && chunk.length > 0; i++) {
      // The header and what is right behind decide most.
      int within = random.nextBoolean() ? Math.min(300, chunk.length) : chunk.length;
      chunk[random.nextInt(within)] = (byte) random.nextInt(256);
    }
    return chunk;
  }
}
