package io.heapcast.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Batches that no sane collector sends must cost neither the engine nor its memory. */
class WindowEngineGarbageTest {

  private static final int BATCHES = 4_000;

  /** Far below the megabyte that a broker accepts as a record. */
  private static final int MAX_STATE_BYTES = 300_000;

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    9_999,
    10_000,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 9_999,
    Integer.MAX_VALUE,
    1L << 40,
    253_402_300_799_999L
  };

  private final Random random = new Random(20);

  @Test
  void garbageNeitherThrowsNorPilesUp() throws InvalidProtocolBufferException {
    WindowEngine engine = new WindowEngine(Jvm.ID, Duration.ofSeconds(5));
    int windows = 0;
    for (int i = 0; i < BATCHES; i++) {
      List<JvmWindow> closed = engine.accept(garbage(i));
      windows += closed.size();
      assertThat(closed).hasSizeLessThan(2_000);
      assertThat(StoredStates.of(engine).getSerializedSize()).isLessThan(MAX_STATE_BYTES);
      if (i % 100 == 0) {
        engine =
            WindowEngine.restore(
                Jvm.ID, Duration.ofSeconds(5), StoredStates.of(engine), engine.profile());
      }
    }
    assertThat(windows).isGreaterThan(100);
  }

  private TelemetryBatch garbage(int seq) throws InvalidProtocolBufferException {
    Message.Builder batch = DynamicMessage.newBuilder(TelemetryBatch.getDescriptor());
    fill(batch, Jvm.at(seq * 100L));
    TelemetryBatch.Builder garbage =
        TelemetryBatch.newBuilder().mergeFrom(batch.build().toByteArray());
    if (random.nextInt(20) > 0) {
      garbage.clearEnded();
    }
    return garbage
        .setJvmId(Jvm.ID)
        .setSession(random.nextInt(3))
        .setObservedUntilMs(Jvm.at(seq * 100L + jump()))
        .build();
  }

  /** Mostly none, else back or forth by up to some hours. */
  private long jump() {
    return random.nextInt(10) == 0 ? random.nextInt(20_000_000) - 10_000_000L : 0;
  }

  private void fill(Message.Builder message, long nowMs) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (random.nextInt(4) == 0) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = random.nextInt(6); i > 0; i--) {
          message.addRepeatedField(field, value(field, nowMs));
        }
      } else {
        message.setField(field, value(field, nowMs));
      }
    }
  }

  private Object value(FieldDescriptor field, long nowMs) {
    long number =
        random.nextInt(3) == 0
            ? NUMBERS[random.nextInt(NUMBERS.length)]
            : field.getName().endsWith("time_ms")
                ? nowMs + random.nextInt(400_000) - 200_000
                : random.nextInt(1_000_000);
    return switch (field.getJavaType()) {
      case INT -> (int) number;
      case LONG -> number;
      case STRING -> "\ud83d\ude00x".repeat(random.nextInt(400));
      case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(12));
      case BOOLEAN -> random.nextBoolean();
      case MESSAGE -> {
        DynamicMessage.Builder inner = DynamicMessage.newBuilder(field.getMessageType());
        fill(inner, nowMs);
        yield inner.build();
      }
      case FLOAT, DOUBLE, BYTE_STRING -> throw new AssertionError(field);
    };
  }
}
