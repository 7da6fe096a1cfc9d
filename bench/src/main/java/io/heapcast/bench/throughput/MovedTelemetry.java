package io.heapcast.bench.throughput;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.List;

/**
 * Telemetry as another JVM would have sent it, at another time.
 *
 * @param laterMs added to all times
 * @param laterGcIds added to the ids of collections
 */
record MovedTelemetry(String jvmId, long laterMs, int laterGcIds) {

  TelemetryBatch of(TelemetryBatch batch) {
    return ((TelemetryBatch.Builder) moved(batch)).build();
  }

  private Message.Builder moved(Message message) {
    Message.Builder builder = message.toBuilder();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
              if (nested && value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                  builder.setRepeatedField(field, i, moved((Message) list.get(i)).build());
                }
              } else if (nested) {
                builder.setField(field, moved((Message) value).build());
              } else if (field.getName().equals("jvm_id")) {
                builder.setField(field, jvmId);
              } else if (isTime(field.getName())) {
                builder.setField(field, (long) value + laterMs);
              } else if (field.getName().equals("gc_id")) {
                builder.setField(field, (int) value + laterGcIds);
              }
            });
    return builder;
  }

  private static boolean isTime(String field) {
    return field.endsWith("time_ms") || field.equals("observed_until_ms");
  }
}
