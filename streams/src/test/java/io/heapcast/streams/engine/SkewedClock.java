package io.heapcast.streams.engine;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.List;

/** The same telemetry of another JVM, whose clock is wrong by so much. */
public record SkewedClock(String jvmId, long aheadMs) {

  public TelemetryBatch of(TelemetryBatch batch) {
    return ((TelemetryBatch.Builder) moved(batch)).build();
  }

  private Message.Builder moved(Message message) {
    Message.Builder builder = message.toBuilder();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.isRepeated() && value instanceof List<?> list && isMessage(field)) {
                for (int i = 0; i < list.size(); i++) {
                  builder.setRepeatedField(field, i, moved((Message) list.get(i)).build());
                }
              } else if (isMessage(field)) {
                builder.setField(field, moved((Message) value).build());
              } else if (field.getName().equals("jvm_id")) {
                builder.setField(field, jvmId);
              } else if (isTime(field.getName())) {
                builder.setField(field, (long) value + aheadMs);
              }
            });
    return builder;
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }

  private static boolean isTime(String field) {
    return field.endsWith("time_ms") || field.equals("observed_until_ms");
  }
}
