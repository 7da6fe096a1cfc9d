package io.heapcast.collector.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heapcast.collector.event.EventHandlers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Chunk files that are damaged, cut off, glued together or something else altogether. */
@Timeout(180)
final class FuzzedChunksTest {

  private static final int SEED = 20261128;
  private static final int CHUNKS = 30;
  private static final int MANY_CHUNKS = 10_000;

  /** Most of the time a tail waits for more. */
  private static final int SIDE_BY_SIDE = 40;

  /** A length that is damaged keeps the JDK's reader busy for seconds, if it gets a processor. */
  private static final Duration BUSY_AT_MOST = Duration.ofMinutes(2);

  /** Of ten thousand: so long nothing comes, and what is missing is lost. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(5);

  /** In place of events to wait for: an error. */
  private static final int UNTIL_COUNTED = Integer.MAX_VALUE;

  private static byte[] good = new byte[0];
  private static byte[] foreign = new byte[0];
  private static int goodEvents;

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
    goodEvents = RecordingFile.readAllEvents(file).size();
    foreign = Files.readAllBytes(recordingOfAnotherJvm(to.resolve("foreign.jfr")));
  }

  private static Path recordingOfAnotherJvm(Path file) throws IOException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:StartFlightRecording=filename=" + file,
                "-cp",
                System.getProperty("java.class.path"),
                AnotherJvm.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(file).as(said).isNotEmptyFile();
    return file;
  }

  /** Starts and ends. */
  static final class AnotherJvm {
    private AnotherJvm() {}

    public static void main(String[] args) {
      System.gc();
    }
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
  void aChunkOfAnotherJvmIsCounted() throws Exception {
    assertThat(read(List.of(good, foreign), UNTIL_COUNTED).counted()).isPositive();
    assertThat(read(joined(good, foreign), 0).counted()).as("in the same file").isPositive();
  }

  @Test
  void aLastFileThatIsEmptyIsOfAJvmThatWasKilled() throws Exception {
    assertThat(read(List.of(good, new byte[0]), goodEvents).counted()).isZero();
    assertThat(read(List.of(new byte[0], good), 0).counted()).isPositive();
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
  @Timeout(1200)
  void tenThousandDamagedChunksDoNoMoreHarm() throws Exception {
    Random random = new Random(SEED);
    ExecutorService readers = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<Mutation> mutations = new ArrayList<>();
      List<Future<Read>> reads = new ArrayList<>();
      for (int i = 0; i < MANY_CHUNKS; i++) {
        Mutation mutation = mutated(random);
        mutations.add(mutation);
        reads.add(readers.submit(() -> read(List.of(mutation.chunk()), goodEvents, LOST_AFTER)));
      }
      Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
      for (int i = 0; i < MANY_CHUNKS; i++) {
        Read read = reads.get(i).get(); // throws what a reader threw, such as a thread that hangs
        Mutation mutation = mutations.get(i);
        tallies.computeIfAbsent(mutation.kind(), kind -> new Tally()).add(read);
        switch (mutation.kind()) {
          case TWICE, CUT_OFF, FOREIGN, NOISE ->
              assertThat(read.counted())
                  .as("chunk %d, %s, is counted", i, mutation.kind())
                  .isPositive();
          case WHOLE -> assertThat(read.events()).isGreaterThanOrEqualTo(goodEvents);
          case FLIPPED -> {}
        }
      }
      System.out.println(tallies);
      Tally flipped = Objects.requireNonNull(tallies.get(Kind.FLIPPED));
      assertThat(flipped.silent)
          .as("JFR has no checksums: %s", flipped)
          .isLessThan(flipped.of / 20);
    } finally {
      readers.shutdownNow();
    }
    assertThat(read(good, 5).events()).isGreaterThan(4);
  }

  private enum Kind {
    WHOLE,
    TWICE,
    CUT_OFF,
    FOREIGN,
    NOISE,
    /** Any of them with some bytes changed. */
    FLIPPED
  }

  private static final List<Kind> KINDS =
      List.of(Kind.WHOLE, Kind.TWICE, Kind.CUT_OFF, Kind.FOREIGN, Kind.NOISE);

  /** A chunk that may be damaged. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Mutation(byte[] chunk, Kind kind) {}

  /** What became of the chunks of one kind. */
  private static final class Tally {
    private int of;
    private int counted;
    private int silent;

    void add(Read read) {
      of++;
      counted += read.counted() > 0 ? 1 : 0;
      silent += read.counted() == 0 && read.events() < goodEvents ? 1 : 0;
    }

    @Override
    public String toString() {
      return "%d, of which %d counted, %d gave fewer events and no error"
          .formatted(of, counted, silent);
    }
  }

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
    return read(List.of(chunk), least);
  }

  private Read read(List<byte[]> chunks, int least) throws Exception {
    return read(chunks, least, BUSY_AT_MOST);
  }

  /**
   * Reads until nothing comes any more.
   *
   * @param lostAfter so long nothing came
   */
  private Read read(List<byte[]> chunks, int least, Duration lostAfter) throws Exception {
    ErrorCounts errors = new ErrorCounts();
    Path repository = Files.createTempDirectory(directory, "repository");
    for (int i = 0; i < chunks.size(); i++) {
      Files.write(repository.resolve(fileName(i)), chunks.get(i));
    }
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
                          && tail.idle().toMillis() > 300)
                      || (least == UNTIL_COUNTED && !errors.byReason().isEmpty())
                      || tail.idle().compareTo(lostAfter) > 0);
    } finally {
      assertThat(tail.close(Duration.ofSeconds(10))).as("its thread ends").isTrue();
    }
    int read = events.get() + measurements.events();
    measurements.flush(true);
    long counted =
        ChunkFiles.damaged(repository).size()
            + errors.byReason().values().stream().mapToLong(Long::longValue).sum();
    for (int i = 0; i < chunks.size(); i++) {
      Files.delete(repository.resolve(fileName(i)));
    }
    Files.delete(repository);
    return new Read(read, counted);
  }

  private static String fileName(int second) {
    return "2026_11_21_08_00_%02d.jfr".formatted(second);
  }

  private static Mutation mutated(Random random) {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    byte[] chunk =
        switch (kind) {
          case TWICE -> joined(good, good);
          case CUT_OFF -> Arrays.copyOf(good, random.nextInt(good.length));
          case FOREIGN -> joined(good, foreign);
          case NOISE -> noise(random);
          case WHOLE, FLIPPED -> good.clone();
        };
    int flips = random.nextBoolean() ? 0 : 1 + random.nextInt(30);
    for (int i = 0; i < flips && chunk.length > 0; i++) {
      // The header and what is right behind decide most.
      int within = random.nextBoolean() ? Math.min(300, chunk.length) : chunk.length;
      chunk[random.nextInt(within)] = (byte) random.nextInt(256);
    }
    return new Mutation(chunk, flips == 0 ? kind : Kind.FLIPPED);
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[good.length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] joined = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, joined, one.length, other.length);
    return joined;
  }
}
