package io.heapcast.collector.publish;

import com.google.protobuf.ByteString;
import io.heapcast.telemetry.Topic;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent, and its form on disk: length of the payload, CRC32C of the payload, payload;
 * the payload is topic and key, each behind its length, a flag, and the value.
 *
 * @param value null: a tombstone
 */
record SpoolRecord(Topic topic, String key, @Nullable ByteString value) {

  static final int HEADER_BYTES = 2 * Integer.BYTES;

  /** More than any batch; a longer one is damage. */
  private static final int MOST_PAYLOAD_BYTES = 16 << 20;

  private static final int LEAST_PAYLOAD_BYTES = 2 * Integer.BYTES + 1;

  private static final byte TOMBSTONE = 1;

  /** A record that was not written to its end, or is not what was written. */
  static final class DamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  ByteBuffer encoded() {
    byte[] topicBytes = topic.name().getBytes(StandardCharsets.UTF_8);
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    int payload =
        2 * Integer.BYTES
            + topicBytes.length
            + keyBytes.length
            + 1
            + (value == null ? 0 : value.size());
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + payload);
    buffer.position(HEADER_BYTES);
    buffer.putInt(topicBytes.length).put(topicBytes).putInt(keyBytes.length).put(keyBytes);
    buffer.put(value == null ? TOMBSTONE : 0);
    if (value != null) {
      value.copyTo(buffer);
    }
    buffer.putInt(0, payload).putInt(Integer.BYTES, crc(buffer.array(), HEADER_BYTES, payload));
    return buffer.flip();
  }

  int encodedBytes() {
    return encoded().remaining();
  }

  /**
   * Reads one.
   *
   * @return null at the end
   * @throws DamagedException where the file does not hold a whole record
   */
  static @Nullable SpoolRecord read(DataInputStream in) throws IOException {
    int length;
    int first = in.read();
    if (first < 0) {
      return null;
    }
    try {
      length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int crc = in.readInt();
      if (length < LEAST_PAYLOAD_BYTES || length > MOST_PAYLOAD_BYTES) {
        throw new DamagedException("found a record of %d bytes".formatted(length));
      }
      byte[] payload = in.readNBytes(length);
      if (payload.length < length || crc(payload, 0, length) != crc) {
        throw new DamagedException("found a record that is not as it was written");
      }
      return decoded(ByteBuffer.wrap(payload));
    } catch (EOFException e) {
      throw new DamagedException("found the begin of a record only");
    }
  }

  private static SpoolRecord decoded(ByteBuffer payload) throws DamagedException {
    try {
      Topic topic = Topic.valueOf(text(payload));
      String key = text(payload);
      boolean tombstone = payload.get() == TOMBSTONE;
      return new SpoolRecord(topic, key, tombstone ? null : ByteString.copyFrom(payload));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new DamagedException("found a record of another version");
    }
  }

  private static String text(ByteBuffer payload) {
    int length = payload.getInt();
    if (length < 0 || length > payload.remaining()) {
      throw new IllegalArgumentException("length " + length);
    }
    byte[] bytes = new byte[length];
    payload.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
