package io.heapcast.telemetry;

import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.heapcast.telemetry.v1.Alert;
import io.heapcast.telemetry.v1.Evidence;
import io.heapcast.telemetry.v1.Feedback;
import io.heapcast.telemetry.v1.Jvm;
import io.heapcast.telemetry.v1.Telemetry;
import io.heapcast.telemetry.v1.Verdict;
import io.heapcast.telemetry.v1.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What readers and writers of other versions rely on, one line per field and enum value. */
final class WireSchema {

  /** Every file of {@code heapcast/telemetry/v1}. */
  static final List<FileDescriptor> FILES =
      List.of(
          Jvm.getDescriptor(),
          Telemetry.getDescriptor(),
          Window.getDescriptor(),
          Verdict.getDescriptor(),
          Alert.getDescriptor(),
          Evidence.getDescriptor(),
          Feedback.getDescriptor());

  private WireSchema() {}

  static List<Descriptor> messages() {
    return FILES.stream().flatMap(file -> file.getMessageTypes().stream()).toList();
  }

  /** {@code GcCycle.end_time_ms = 2: int64}, sorted by file and number. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (FileDescriptor file : FILES) {
      file.getMessageTypes().forEach(message -> addMessage(message, lines));
      file.getEnumTypes().forEach(values -> addEnum(values, lines));
    }
    return lines;
  }

  private static void addMessage(Descriptor message, List<String> lines) {
    message.getFields().stream()
        .sorted()
        .map(field -> message.getName() + "." + field.getName() + " = " + typed(field))
        .forEach(lines::add);
    for (ReservedRange range : message.toProto().getReservedRangeList()) {
      for (int number = range.getStart(); number < range.getEnd(); number++) {
        lines.add(message.getName() + " reserved " + number);
      }
    }
  }

  private static String typed(FieldDescriptor field) {
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      String key = typeName(entry.findFieldByNumber(1));
      return field.getNumber() + ": map<" + key + ", " + typeName(entry.findFieldByNumber(2)) + ">";
    }
    String label = field.isRepeated() ? "repeated " : field.hasPresence() ? "optional " : "";
    return field.getNumber() + ": " + label + typeName(field);
  }

  private static String typeName(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> field.getMessageType().getName();
      case ENUM -> field.getEnumType().getName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static void addEnum(EnumDescriptor values, List<String> lines) {
    for (EnumValueDescriptor value : values.getValues()) {
      lines.add(values.getName() + "." + value.getName() + " = " + value.getNumber());
    }
    values
        .toProto()
        .getReservedRangeList()
        .forEach(
            range -> {
              for (int number = range.getStart(); number <= range.getEnd(); number++) {
                lines.add(values.getName() + " reserved " + number);
              }
            });
  }
}
