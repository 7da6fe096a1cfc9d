package io.heapcast.bench.real;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.AllocationSample;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.NameDef;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.TelemetryBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batches without what belongs to the day and the machine of the recording, and without what no
 * contender reads: all times moved alike, allocation samples by their two innermost frames.
 */
final class Neutral {

  private static final int FRAMES = 2;

  private record Site(int classId, List<Integer> frames) {}

  /** Not that of the machine that recorded. */
  static final String NAME = "leakbench";

  private static final long PID = 1;

  private final long shiftMs;
  private final long session;
  private final Map<Integer, NameDef> names = new HashMap<>();

  private Neutral(long shiftMs, long session) {
    this.shiftMs = shiftMs;
    this.session = session;
  }

  /**
   * Moves, names and trims.
   *
   * @param shiftMs added to every time; whole seconds, as the id of a JVM holds the second of its
   *     start
   * @param session stands in for the collector's random one
   */
  static List<TelemetryBatch> of(List<TelemetryBatch> batches, long shiftMs, long session) {
    Neutral neutral = new Neutral(shiftMs, session);
    batches.forEach(
        batch -> batch.getNamesList().forEach(name -> neutral.names.put(name.getId(), name)));
    return batches.stream().map(neutral::of).toList();
  }

  private TelemetryBatch of(TelemetryBatch batch) {
    TelemetryBatch.Builder moved = batch.toBuilder();
    move(moved);
    JvmId id = id(batch.getJvmId());
    moved.setJvmId(id.toString()).setSession(session);
    if (moved.hasInfo()) {
      moved.setInfo(info(moved.getInfo(), id));
    }
    trimSamples(moved);
    return moved.build();
  }

  /** The facts that contenders may use; nothing that tells the family. */
  private static JvmInfo info(JvmInfo recorded, JvmId id) {
    JvmInfo.Builder info =
        JvmInfo.newBuilder()
            .setJvmId(id.toString())
            .setHostName(NAME)
            .setProcessPid(PID)
            .setStartTimeMs(recorded.getStartTimeMs())
            .setServiceName(NAME)
            .setServiceNameSource(ServiceNameSource.CONFIGURED)
            .setServiceInstanceId(id.instance())
            .setJdkVersion(recorded.getJdkVersion())
            .setCollector(recorded.getCollector());
    if (recorded.hasMaxHeapBytes()) {
      info.setMaxHeapBytes(recorded.getMaxHeapBytes());
    }
    return info.build();
  }

  /** By name: whatever is added to the messages is moved too. */
  private void move(Message.Builder message) {
    for (Map.Entry<FieldDescriptor, Object> entry :
        new ArrayList<>(message.getAllFields().entrySet())) {
      FieldDescriptor field = entry.getKey();
      if (field.getJavaType() == FieldDescriptor.JavaType.LONG
          && field.getName().endsWith("_ms")
          && !field.isRepeated()) {
        message.setField(field, (Long) entry.getValue() + shiftMs);
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
        int count = field.isRepeated() ? message.getRepeatedFieldCount(field) : 1;
        for (int i = 0; i < count; i++) {
          Message part =
              (Message)
                  (field.isRepeated()
                      ? message.getRepeatedField(field, i)
                      : message.getField(field));
          Message.Builder builder = part.toBuilder();
          move(builder);
          if (field.isRepeated()) {
            message.setRepeatedField(field, i, builder.build());
          } else {
            message.setField(field, builder.build());
          }
        }
      }
    }
  }

  private JvmId id(String recorded) {
    long startSeconds = Long.parseLong(recorded.substring(recorded.lastIndexOf('@') + 1));
    return new JvmId(NAME, PID, startSeconds + Math.floorDiv(shiftMs, 1_000L));
  }

  private void trimSamples(TelemetryBatch.Builder batch) {
    Map<Site, AllocationSample.Builder> folds = new LinkedHashMap<>();
    for (AllocationSample sample : batch.getAllocationSamplesList()) {
      List<Integer> frames =
          sample.getFrameIdsList().subList(0, Math.min(FRAMES, sample.getFrameIdsCount()));
      AllocationSample.Builder fold =
          folds.computeIfAbsent(
              new Site(sample.getClassId(), frames),
              site ->
                  AllocationSample.newBuilder()
                      .setClassId(site.classId())
                      .addAllFrameIds(site.frames()));
      fold.setTimeMs(Math.max(fold.getTimeMs(), sample.getTimeMs()))
          .setCount(fold.getCount() + sample.getCount())
          .setWeightBytes(fold.getWeightBytes() + sample.getWeightBytes());
    }
    batch.clearAllocationSamples().clearNames();
    folds.forEach(
        (site, fold) -> {
          batch.addAllocationSamples(fold);
          tell(site.classId(), batch);
          site.frames().forEach(frame -> tell(frame, batch));
        });
  }

  /** Once, with the first batch that uses it. */
  private void tell(int id, TelemetryBatch.Builder batch) {
    NameDef name = names.remove(id);
    if (name != null) {
      batch.addNames(name);
    }
  }
}
