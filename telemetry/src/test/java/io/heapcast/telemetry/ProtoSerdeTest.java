package io.heapcast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heapcast.telemetry.v1.HeapLimits;
import io.heapcast.telemetry.v1.JvmWindow;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class ProtoSerdeTest {

  private final ProtoSerde<HeapLimits> serde = ProtoSerde.of(HeapLimits.getDefaultInstance());

  @Test
  void aMessageComesBackEqual() {
    HeapLimits limits = HeapLimits.newBuilder().setTimeMs(5).setUsedBytes(0).build();
    assertThat(serde.deserialize("t", serde.serialize("t", limits))).isEqualTo(limits);
  }

  @Test
  void absentIsNotZero() {
    byte[] bytes = HeapLimits.newBuilder().setUsedBytes(0).build().toByteArray();
    HeapLimits read = serde.deserialize("t", bytes);
    assertThat(read)
        .isNotNull()
        .returns(true, HeapLimits::hasUsedBytes)
        .returns(false, HeapLimits::hasMaxBytes);
  }

  @Test
  void aTombstoneStaysNull() {
    assertThat(serde.serialize("t", null)).isNull();
    assertThat(serde.deserialize("t", null)).isNull();
  }

  @Test
  void otherBytesAreRefusedWithTopicSizeAndMessageName() {
    byte[] noMessage = {(byte) 0xff, (byte) 0xff, 1};
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> serde.deserialize("heapcast.telemetry.v1", noMessage))
        .withMessageStartingWith(
            "record of topic heapcast.telemetry.v1: found 3 bytes that are no HeapLimits: ");
  }

  @Test
  void aFieldOfANewerWriterIsKept() {
    byte[] newer = JvmWindow.newBuilder().setLateDropped(7).build().toByteArray();
    HeapLimits read = serde.deserialize("t", newer);
    assertThat(serde.serialize("t", read)).isEqualTo(newer);
  }
}
