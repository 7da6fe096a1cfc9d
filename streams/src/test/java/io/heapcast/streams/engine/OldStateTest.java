package io.heapcast.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.heapcast.streams.v1.EngineState;
import io.heapcast.streams.v1.JvmProfile;
import io.heapcast.telemetry.v1.GcKind;
import io.heapcast.telemetry.v1.JvmWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State as each version wrote it, one file per message: {@code # wire: <base64>}, then what it
 * said, as protobuf text. Once committed a file is never changed; a new version adds files of its
 * own.
 */
class OldStateTest {

  private static final Path DIRECTORY = Path.of("src/test/resources/state");
  private static final String WIRE = "# wire: ";

  /** The engine whose state the files hold, as this version builds it. */
  static WindowEngine example() {
    WindowEngine engine = new WindowEngine(Jvm.ID, Duration.ofSeconds(5));
    Jvm jvm = new Jvm();
    engine.accept(
        jvm.observedUntil(9_000)
            .setInfo(Jvm.info())
            .addNames(Jvm.name(1, "byte[]"))
            .addNames(Jvm.name(2, "a.B.c(B.java:12)"))
            .addGcCycles(Jvm.collection(7, GcKind.YOUNG, 3_000, 900, 300))
            .addGcCycles(Jvm.collection(9, GcKind.FULL, 8_000, 1_000, 200))
            .addAllocationSamples(Jvm.sample(4_000, 1, 512, 2))
            .addThreads(Jvm.threads(5_000, 12))
            .build());
    engine.accept(
        jvm.lose(2)
            .observedUntil(14_000)
            .addAllocated(Jvm.counters(0, 12_000, 2_400))
            .addGcCycles(Jvm.collection(9, GcKind.FULL, 8_000))
            .build());
    engine.accept(
        jvm.newSession()
            .observedUntil(14_500)
            .addThreads(Jvm.threads(5_000, 99))
            .addThreads(Jvm.threads(14_100, 13))
            .build());
    return engine;
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1/EngineState", "v2/EngineState"})
  void oldStateSaysWhatItSaid(String name) throws IOException {
    assertSaysWhatItSaid(name, EngineState.getDefaultInstance());
  }

  @Test
  void anOldProfileSaysWhatItSaid() throws IOException {
    assertSaysWhatItSaid("v1/JvmProfile", JvmProfile.getDefaultInstance());
  }

  @Test
  void theNewestFileIsWhatThisVersionWrites() throws IOException {
    assertThat(StoredStates.of(example())).isEqualTo(EngineState.parseFrom(wire("v2/EngineState")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1/EngineState", "v2/EngineState"})
  void anEngineGoesOnFromOldState(String name) throws IOException {
    WindowEngine engine =
        WindowEngine.restore(
            Jvm.ID,
            Duration.ofSeconds(5),
            EngineState.parseFrom(wire(name)),
            JvmProfile.parseFrom(wire("v1/JvmProfile")));
    var next = new Jvm().newSession().lose(1).observedUntil(15_000).build();
    List<JvmWindow> windows = engine.accept(next);
    assertThat(windows).isEqualTo(example().accept(next)).hasSize(1);
    assertThat(windows.get(0).getCollections(0).getWorkBytes()).isGreaterThan(0);
    assertThat(windows.get(0).getTopSites(0).getFramesList()).containsExactly("a.B.c(B.java:12)");
    assertThat(windows.get(0).getYoung().getCount()).isEqualTo(1);
    assertThat(windows.get(0).getThreads()).isEqualTo(12);
  }

  private static void assertSaysWhatItSaid(String name, Message type) throws IOException {
    Message read = type.getParserForType().parseFrom(wire(name));
    Message.Builder said = type.newBuilderForType();
    TextFormat.merge(Files.readString(file(name)), said);
    assertThat(read).isEqualTo(said.build());
    assertThat(read.getUnknownFields().asMap()).isEmpty();
  }

  private static byte[] wire(String name) throws IOException {
    return Files.readAllLines(file(name)).stream()
        .filter(line -> line.startsWith(WIRE))
        .map(line -> Base64.getDecoder().decode(line.substring(WIRE.length())))
        .findFirst()
        .orElseThrow();
  }

  private static Path file(String name) {
    return DIRECTORY.resolve(name + ".textproto");
  }
}
