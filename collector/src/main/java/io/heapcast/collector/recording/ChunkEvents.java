package io.heapcast.collector.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.consumer.EventStream;
import jdk.jfr.consumer.RecordedEvent;

/** Reads the events of one chunk, of some types only, in the order in which they were written. */
final class ChunkEvents {

  private final Map<String, Predicate<RecordedEvent>> sinks;
  private final Map<Long, EventType> types = new HashMap<>();
  private long events;
  private boolean stopped;

  private ChunkEvents(Map<String, Predicate<RecordedEvent>> sinks) {
    this.sinks = sinks;
  }

  /**
   * Reads a chunk to its end, or until a sink has enough.
   *
   * @param file holds this chunk only
   * @param sinks by full name, what takes the events of a type; an event is reused after the call;
   *     false: that is enough
   * @return the types of event that the chunk knows, whether any event came or not
   * @throws DamagedException when not all of them could be read
   */
  static List<EventType> read(Path file, Map<String, Predicate<RecordedEvent>> sinks)
      throws IOException, DamagedException {
    ChunkEvents reading = new ChunkEvents(sinks);
    reading.stream(file);
    if (!reading.stopped) {
      reading.requireAll(file);
    }
    return List.copyOf(reading.types.values());
  }

  private void stream(Path file) throws IOException, DamagedException {
    try (EventStream stream = EventStream.openFile(file)) {
      stream.setOrdered(false);
      stream.setReuse(true);
      stream.onMetadata(
          metadata -> metadata.getEventTypes().forEach(type -> types.put(type.getId(), type)));
      stream.onError(
          error -> {
            throw new IllegalStateException(error);
          });
      sinks.forEach((name, sink) -> stream.onEvent(name, event -> take(event, sink, stream)));
      stream.start();
    } catch (RuntimeException e) {
      if (!stopped) {
        throw new DamagedException("events that cannot be read after %d others".formatted(events));
      }
    }
  }

  private void take(RecordedEvent event, Predicate<RecordedEvent> sink, EventStream stream) {
    if (!stopped) {
      events++;
      if (!sink.test(event)) {
        stopped = true;
        stream.close();
      }
    }
  }

  private void requireAll(Path file) throws IOException, DamagedException {
    if (types.isEmpty()) {
      throw new DamagedException("no readable description of its events");
    }
    Set<Long> wanted =
        types.values().stream()
            .filter(type -> sinks.containsKey(type.getName()))
            .map(EventType::getId)
            .collect(Collectors.toSet());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Map<Long, Integer> held = ChunkFrames.count(channel, Chunk.HEADER_BYTES, channel.size());
      long expected =
          held.entrySet().stream()
              .filter(entry -> wanted.contains(entry.getKey()))
              .mapToLong(Map.Entry::getValue)
              .sum();
      if (events != expected) {
        throw new DamagedException("%d readable events of %d".formatted(events, expected));
      }
    }
  }
}
