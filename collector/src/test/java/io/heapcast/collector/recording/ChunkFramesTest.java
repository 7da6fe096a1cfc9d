package io.heapcast.collector.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkFramesTest {

  private static final long METADATA = 0;
  private static final long CHECKPOINT = 1;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void countsWhatTheReaderOfTheJdkReads() throws Exception {
    byte[] chunk = SmallRecording.chunks(SmallRecording.ofTwoChunks("profile")).get(0);
    Path file = directory.resolve("chunk.jfr");
    Files.write(file, chunk);
    Map<Long, Integer> read = new HashMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      read.merge(event.getEventType().getId(), 1, Integer::sum);
    }
    Map<Long, Integer> counted = count(file, Chunk.HEADER_BYTES);
    counted.remove(METADATA);
    counted.remove(CHECKPOINT);
    assertThat(counted).isEqualTo(read).hasSizeGreaterThan(20);
  }

  @Test
  void framesThatDoNotEndWithTheChunkAreDamage() throws IOException {
    Path file = directory.resolve("chunk.jfr");
    Files.write(file, new byte[] {3, 100, 0, 4, 100, 0});
    assertThatThrownBy(() -> count(file, 0))
        .isInstanceOf(DamagedException.class)
        .hasMessage("an event of 4 bytes at byte 3");
  }

  @Test
  void anEventWithoutSizeIsDamage() throws IOException {
    Path file = directory.resolve("chunk.jfr");
    Files.write(file, new byte[] {2, 100, 0, 0, 0});
    assertThatThrownBy(() -> count(file, 0))
        .isInstanceOf(DamagedException.class)
        .hasMessage("an event of 0 bytes at byte 2");
  }

  private static Map<Long, Integer> count(Path file, long begin)
      throws IOException, DamagedException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return ChunkFrames.count(channel, begin, channel.size());
    }
  }
}
