package io.heapcast.streams.engine;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Protobuf written straight from what it tells, without a message of objects in between: state is
 * written for every JVM at every commit. Values that are 0 are left out, as proto3 does. To be used
 * again and again; not thread-safe.
 */
public final class ProtoWriter {

  private static final int FIRST_BYTES = 4_096;
  private static final int MOST_OF_A_VARINT = 10;

  /** Nearly all nested messages are shorter than 128 bytes, and so is their length than two. */
  private static final int LENGTH_ROOM = 1;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  /** An empty one. */
  public ProtoWriter() {}

  /** Forgets what was written. */
  public void clear() {
    size = 0;
  }

  /** A copy of what was written since the last call, after which it is empty again. */
  byte[] take() {
    byte[] written = Arrays.copyOf(bytes, size);
    size = 0;
    return written;
  }

  /** Also for int64: the wire is the same. */
  void uint64(int field, long value) {
    if (value != 0) {
      present(field, value);
    }
  }

  void uint32(int field, int value) {
    uint64(field, Integer.toUnsignedLong(value));
  }

  void bool(int field, boolean value) {
    uint64(field, value ? 1 : 0);
  }

  /** Of an optional field: 0 is written too. */
  void present(int field, long value) {
    tag(field, WireFormat.WIRETYPE_VARINT);
    varint(value);
  }

  /** Of an optional field of type fixed64. */
  void presentFixed64(int field, long value) {
    tag(field, WireFormat.WIRETYPE_FIXED64);
    reserve(Long.BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** One value of a packed field that was begun. */
  void packed(long value) {
    varint(value);
  }

  /** A packed field of the first so many values; none: no field. */
  void packed(int field, long[] values, int count) {
    if (count > 0) {
      int begin = begin(field);
      for (int i = 0; i < count; i++) {
        varint(values[i]);
      }
      end(begin);
    }
  }

  /** The same of uint32. */
  void packed(int field, int[] values, int count) {
    if (count > 0) {
      int begin = begin(field);
      for (int i = 0; i < count; i++) {
        varint(Integer.toUnsignedLong(values[i]));
      }
      end(begin);
    }
  }

  /** One value of a packed field of type sint64 that was begun. */
  void packedSigned(long value) {
    varint(CodedOutputStream.encodeZigZag64(value));
  }

  void string(int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    varint(utf8.length);
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  void message(int field, MessageLite message) {
    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int length = message.getSerializedSize();
    varint(length);
    reserve(length);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes, size, length);
      message.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail", e);
    }
    size += length;
  }

  /**
   * Begins a nested message, or a packed field.
   *
   * @return to be handed to {@link #end}
   */
  int begin(int field) {
    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    reserve(LENGTH_ROOM);
    size += LENGTH_ROOM;
    return size;
  }

  void end(int begin) {
    int length = size - begin;
    int lengthBytes = CodedOutputStream.computeUInt32SizeNoTag(length);
    int more = lengthBytes - LENGTH_ROOM;
    if (more > 0) {
      reserve(more);
      System.arraycopy(bytes, begin, bytes, begin + more, length);
    }
    size = begin - LENGTH_ROOM;
    varint(length);
    size += length;
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    reserve(MOST_OF_A_VARINT);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
