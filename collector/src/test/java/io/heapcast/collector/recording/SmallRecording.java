package io.heapcast.collector.recording;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Real recordings of this JVM, and what can happen to their files. */
final class SmallRecording {

  private SmallRecording() {}

  /** Two chunks under the JDK's own settings, with collections in both. */
  static byte[] ofTwoChunks(String settings) {
    try (Recording recording = new Recording(Configuration.getConfiguration(settings))) {
      return dump(recording);
    } catch (IOException | ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@link #ofTwoChunks}, with these settings only. */
  static byte[] ofTwoChunks(Map<String, String> settings) {
    try (Recording recording = new Recording()) {
      recording.setSettings(settings);
      return dump(recording);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] dump(Recording recording) throws IOException {
    Path file = Files.createTempFile("small", ".jfr");
    try {
      recording.start();
      System.gc();
      try (Recording rotates = new Recording()) {
        rotates.start();
        System.gc();
      }
      System.gc();
      recording.stop();
      recording.dump(file);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  /** Each chunk of a file as a file of its own. */
  static List<byte[]> chunks(byte[] file) {
    List<byte[]> chunks = new ArrayList<>();
    for (int at = 0; at < file.length; ) {
      int size = (int) ByteBuffer.wrap(file).getLong(at + Chunk.SIZE);
      chunks.add(Arrays.copyOfRange(file, at, at + size));
      at += size;
    }
    return chunks;
  }

  static byte[] concatenated(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** As a JVM leaves the chunk behind that is killed while it writes. */
  static byte[] unfinished(byte[] chunk) {
    byte[] open = chunk.clone();
    open[Chunk.STATE] = 7;
    return open;
  }
}
