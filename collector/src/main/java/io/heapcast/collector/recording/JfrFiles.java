package io.heapcast.collector.recording;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Recording files, sorted by the JVMs that are in them: chunks are told apart by pid and start of
 * the JVM, ordered by time, and taken once where several files hold them.
 */
public final class JfrFiles {

  private record Owned(RecordedIdentity jvm, Chunk chunk) {}

  private final List<Owned> chunks = new ArrayList<>();
  private final List<UserError> damages = new ArrayList<>();

  /** Whether a file begins as a recording does. */
  public static boolean isRecording(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Chunk.hasMagic(ByteBuffer.wrap(in.readNBytes(Integer.BYTES)));
    }
  }

  /** Looks a file through. What is wrong with it is kept in {@link #damages()}. */
  public void add(Path file) throws IOException {
    ChunkIndex index = ChunkIndex.of(file, file);
    index.damage().ifPresent(damages::add);
    if (!index.chunks().isEmpty()) {
      own(index.chunks());
    }
  }

  /** What is wrong with the files so far, one line each. */
  public List<UserError> damages() {
    return List.copyOf(damages);
  }

  /** The JVMs, in order of their first chunk. */
  public List<JfrRecording> recordings() {
    Map<RecordedIdentity, Map<Instant, Chunk>> byJvm = new LinkedHashMap<>();
    List<Owned> ordered = new ArrayList<>(chunks);
    ordered.sort(
        Comparator.comparing((Owned owned) -> owned.chunk().start())
            .thenComparing(owned -> owned.chunk().fileName()));
    for (Owned owned : ordered) {
      byJvm
          .computeIfAbsent(owned.jvm(), jvm -> new LinkedHashMap<>())
          .merge(owned.chunk().start(), owned.chunk(), JfrFiles::fuller);
    }
    List<JfrRecording> recordings = new ArrayList<>();
    byJvm.forEach((jvm, own) -> recordings.add(new JfrRecording(jvm, List.copyOf(own.values()))));
    return recordings;
  }

  /** Of two copies of a chunk the one that was taken later. */
  private static Chunk fuller(Chunk one, Chunk other) {
    if (one.finished() != other.finished()) {
      return one.finished() ? one : other;
    }
    return other.sizeBytes() > one.sizeBytes() ? other : one;
  }

  /** A chunk that does not say whose it is belongs to its neighbour's JVM. */
  private void own(List<Chunk> ofFile) throws IOException {
    List<Optional<RecordedIdentity>> told = new ArrayList<>();
    try (LoneChunks lone = new LoneChunks()) {
      for (Chunk chunk : ofFile) {
        told.add(identity(lone.file(chunk)));
      }
    }
    RecordedIdentity neighbour =
        told.stream()
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(() -> RecordedIdentity.unknown(ofFile.get(0).start()));
    for (int i = 0; i < ofFile.size(); i++) {
      neighbour = told.get(i).orElse(neighbour);
      chunks.add(new Owned(neighbour, ofFile.get(i)));
    }
  }

  private static Optional<RecordedIdentity> identity(Path file) throws IOException {
    AtomicReference<RecordedIdentity> identity = new AtomicReference<>();
    try {
      ChunkEvents.read(
          file,
          Map.of(
              "jdk.JVMInformation",
              event -> {
                identity.set(RecordedIdentity.of(event));
                return false;
              }));
    } catch (DamagedException e) {
      return Optional.ofNullable(identity.get()); // told when the chunk is read as a whole
    }
    return Optional.ofNullable(identity.get());
  }
}
