package io.heapcast.collector.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkIndexTest {

  private static final byte[] FILE = SmallRecording.ofTwoChunks("default");
  private static final List<byte[]> CHUNKS = SmallRecording.chunks(FILE);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void chunksFollowEachOtherToTheEndOfTheFile() throws IOException {
    ChunkIndex index = index(FILE);
    assertThat(index.damage()).isEmpty();
    assertThat(index.chunks()).hasSize(CHUNKS.size()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(index.chunks().stream().mapToLong(Chunk::sizeBytes).sum()).isEqualTo(FILE.length);
    assertThat(index.chunks()).allMatch(Chunk::finished).noneMatch(Chunk::alone);
    assertThat(index.chunks().get(1).start()).isAfterOrEqualTo(index.chunks().get(0).start());
    assertThat(index.chunks()).allMatch(chunk -> chunk.end().isAfter(chunk.start()));
  }

  @Test
  void aChunkAloneInItsFileNeedsNoCopy() throws IOException {
    ChunkIndex index = index(CHUNKS.get(0));
    assertThat(index.chunks()).singleElement().matches(Chunk::alone);
    try (LoneChunks lone = new LoneChunks()) {
      assertThat(lone.file(index.chunks().get(0))).isEqualTo(index.chunks().get(0).file());
    }
  }

  @Test
  void ofACutFileTheWholeChunksStay() throws IOException {
    ChunkIndex index = index(Arrays.copyOf(FILE, FILE.length - 1));
    assertThat(index.chunks()).hasSize(CHUNKS.size() - 1);
    assertThat(message(index))
        .contains("cut off at byte " + (FILE.length - 1), "expected " + FILE.length + " bytes")
        .contains("Its whole chunks were read");
  }

  @Test
  void ofAFileCutInItsFirstChunkNothingStays() throws IOException {
    ChunkIndex index = index(Arrays.copyOf(FILE, 1_000));
    assertThat(index.chunks()).isEmpty();
    assertThat(message(index)).contains("cut off at byte 1000", "Nothing of it can be read");
  }

  @Test
  void aFileCutInAHeaderSaysSo() throws IOException {
    assertThat(message(index(Arrays.copyOf(FILE, 40)))).contains("within a chunk's header");
  }

  @Test
  void otherBytesBehindAChunkAreNoChunk() throws IOException {
    byte[] behind = SmallRecording.concatenated(List.of(CHUNKS.get(0), new byte[] {1, 2, 3, 4, 5}));
    ChunkIndex index = index(behind);
    assertThat(index.chunks()).hasSize(1);
    assertThat(message(index)).contains("other bytes at " + CHUNKS.get(0).length);
  }

  @Test
  void anEmptyFileSaysSo() throws IOException {
    assertThat(message(index(new byte[0]))).contains("found an empty file");
  }

  @Test
  void anUnknownVersionSaysSo() throws IOException {
    byte[] newer = CHUNKS.get(0).clone();
    newer[5] = 9;
    assertThat(message(index(newer))).contains("found a recording of version 9");
  }

  @Test
  void anUnfinishedChunkEndsWhereTheNextOneBegins() throws IOException {
    byte[] tail = {'F', 'L', 'R', 0, 1, 2, 3};
    byte[] open = SmallRecording.unfinished(CHUNKS.get(0));
    byte[] copyOfHeader = Arrays.copyOf(open, Chunk.HEADER_BYTES);
    ChunkIndex index =
        index(SmallRecording.concatenated(List.of(open, tail, copyOfHeader, CHUNKS.get(1), tail)));
    assertThat(index.chunks()).hasSize(2);
    assertThat(index.chunks().get(0).finished()).isFalse();
    assertThat(index.chunks().get(0).sizeBytes()).isEqualTo(open.length);
    assertThat(index.chunks().get(1).sizeBytes()).isEqualTo(CHUNKS.get(1).length);
  }

  @Test
  void aChunkOfWhichNothingWasFlushedHoldsNothing() throws IOException {
    byte[] open = SmallRecording.unfinished(CHUNKS.get(0));
    Arrays.fill(open, Chunk.SIZE, Chunk.SIZE + 24, (byte) 0);
    ChunkIndex index = index(Arrays.copyOf(open, 5_000));
    assertThat(index.chunks()).isEmpty();
    assertThat(message(index)).contains("before anything was written");
  }

  private ChunkIndex index(byte[] content) throws IOException {
    Path file = directory.resolve("soak.jfr");
    Files.write(file, content);
    return ChunkIndex.of(file, Path.of("soak.jfr"));
  }

  private static String message(ChunkIndex index) {
    assertThat(index.damage()).isPresent();
    String message = String.valueOf(index.damage().orElseThrow().getMessage());
    assertThat(message).startsWith("soak.jfr: found ");
    return message;
  }
}
