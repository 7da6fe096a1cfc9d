package io.heapcast.cli;

import com.google.protobuf.Message;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records by key in the order of the log, each as a digest: millions fit into a small heap. */
final class Digests {

  private final MessageDigest sha;

  Digests() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has it
    }
  }

  /** All committed records of a topic. */
  Map<String, List<Long>> read(Settings settings, Topic topic) {
    Map<String, List<Long>> digests = new HashMap<>();
    TopicRecords.readAll(
        settings,
        topic.name(settings),
        record ->
            digests
                .computeIfAbsent(record.key(), key -> new ArrayList<>())
                .add(of(record.value())));
    return digests;
  }

  List<Long> of(List<? extends Message> records) {
    return records.stream().map(record -> of(record.toByteArray())).toList();
  }

  long of(byte[] bytes) {
    return ByteBuffer.wrap(sha.digest(bytes)).getLong();
  }
}
