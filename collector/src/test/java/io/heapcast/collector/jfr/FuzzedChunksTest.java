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
import java.util.concurrent.atomic.AtomicInteger;
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

  /** A length that is damaged keeps the JDK's reader busy for seconds, if it gets a processor. */
  private static final Duration BUSY_AT_MOST = Duration.ofMinutes(2);

  private static byte[] good = new byte[0];

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

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
    Read read = read(good, 5);
    assertThat(read.events()).isGreaterThan(4);
    assertThat(read.counted()).isZero();
  }

  @Test
  void aChunkThatIsCutOffIsCounted() throws Exception {
    for (int length : new int[] {0, 3, 60, 68, 400, good.length / 2, good.length - 1}) {
      assertThat(read(Arrays.copyOf(good, length), 0).counted())
          .as("of %d bytes %d", good.length, length)
          .isPositive();
    }
  }

  @Test
  void damagedChunksEndTheirTailAndNothingElse() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < CHUNKS; i++) {
      Mutation mutation = mutated(random);
      read(mutation.chunk(), 0);
    }
    // And the next good one is read as ever.
    assertThat(read(good, 5).events()).isGreaterThan(4);
  }

  @Test
  @EnabledIfSystemProperty(named = "heapcast.heavy", matches = "true")
  @Timeout(900)
  void tenThousandDamagedChunksDoNoMoreHarm() throws Exception {
    Random random = new Random(SEED);
    ExecutorService readers = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<Mutation> mutations = new ArrayList<>();
      List<Future<Read>> reads = new ArrayList<>();
      for (int i = 0; i < MANY_CHUNKS; i++) {
        Mutation mutation = mutated(random);
        mutations.add(mutation);
        reads.add(readers.submit(() -> read(mutation.chunk(), 0)));
      }
      int whole = 0;
      int counted = 0;
      for (int i = 0; i < MANY_CHUNKS; i++) {
        Read read = reads.get(i).get(); // throws what a reader threw, such as a thread that hangs
        whole += read.events() > 4 ? 1 : 0;
        counted += read.counted() > 0 ? 1 : 0;
        if (mutations.get(i).onlyCutOff()) {
          assertThat(read.counted()).as("chunk %d, cut off, is counted", i).isPositive();
        }
      }
      System.out.printf(
          "%d damaged chunks: %d gave events, %d counted errors%n", MANY_CHUNKS, whole, counted);
      assertThat(whole).as("some mutations hit nothing that matters").isPositive();
    } finally {
      readers.shutdownNow();
    }
    assertThat(read(good, 5).events()).isGreaterThan(4);
  }

  /** A damaged chunk. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Mutation(byte[] chunk, boolean onlyCutOff) {}

  /**
   * What became of a chunk.
   *
   * @param events that were read of it
   * @param counted errors, by the reader or at the end
   */
  private record Read(int events, long counted) {}

  /**
   * Reads until nothing comes any more.
   *
   * @param least events to wait for, however long they take on a starved machine
   */
  private Read read(byte[] chunk, int least) throws Exception {
    ErrorCounts errors = new ErrorCounts();
    Path repository = Files.createTempDirectory(directory, "repository");
    Files.write(repository.resolve("2026_11_21_08_00_00.jfr"), chunk);
    ChunkFiles.newestStart(repository);
    Measurements measurements = new Measurements();
    AtomicInteger events = new AtomicInteger();
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
                events.addAndGet(measurements.events());
                measurements.flush(false);
              }

              @Override
              public void manyEvents() {
                events.addAndGet(measurements.events());
                measurements.flush(false);
              }
            },
            errors);
    try {
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(BUSY_AT_MOST)
          .until(
              () ->
                  tail.ended()
                      || (events.get() + measurements.events() >= least
                          && tail.idle().toMillis() > 300));
    } finally {
      assertThat(tail.close(Duration.ofSeconds(10))).as("its thread ends").isTrue();
    }
    int read = events.get() + measurements.events();
    measurements.flush(true);
    long counted =
        ChunkFiles.damaged(repository).size()
            + errors.byReason().values().stream().mapToLong(Long::longValue).sum();
    Files.delete(repository.resolve("2026_11_21_08_00_00.jfr"));
    Files.delete(repository);
    return new Read(read, counted);
  }

  private static Mutation mutated(Random random) {
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
    int flips = random.nextBoolean() ? 0 : random.nextInt(30);
    for (int i = 0; i < flips && chunk.length > 0; i++) {
      // The header and what is right behind decide most.
      int within = random.nextBoolean() ? Math.min(300, chunk.length) : chunk.length;
      chunk[random.nextInt(within)] = (byte) random.nextInt(256);
    }
    return new Mutation(chunk, flips == 0 && chunk.length < good.length);
  }
}
