package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.List;

/**
 * Compares two records field by field. Times may differ by a millisecond, and what is computed from
 * them by as little: the JVM refines the clock of a chunk by nanoseconds while it is written, which
 * moves a time over the edge of a millisecond now and then.
 */
final class NearlySame {

  private static final long TIME_MS = 1;
  private static final double COMPUTED = 1e-3;

  /** A score of trees has steps: a millisecond may lie on either side of one. */
  private static final double PROBABILITY = 0.05;

  private NearlySame() {}

  static void assertNearlySame(List<? extends Message> actual, List<? extends Message> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      compare("record " + i, actual.get(i), expected.get(i));
    }
  }

  private static void compare(String path, Message actual, Message expected) {
    for (FieldDescriptor field : expected.getDescriptorForType().getFields()) {
      String name = path + "." + field.getName();
      if (!field.isRepeated()) {
        if (field.hasPresence()) {
          assertThat(actual.hasField(field)).as(name).isEqualTo(expected.hasField(field));
        }
        value(name, field, actual.getField(field), expected.getField(field));
        continue;
      }
      List<?> actuals = (List<?>) actual.getField(field);
      List<?> expecteds = (List<?>) expected.getField(field);
      assertThat(actuals).as(name).hasSameSizeAs(expecteds);
      for (int i = 0; i < actuals.size(); i++) {
        value(name + "[" + i + "]", field, actuals.get(i), expecteds.get(i));
      }
    }
  }

  private static void value(String name, FieldDescriptor field, Object actual, Object expected) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      compare(name, (Message) actual, (Message) expected);
    } else if (field.getJavaType() == JavaType.LONG && field.getName().endsWith("_ms")) {
      assertThat(Math.abs((long) actual - (long) expected)).as(name).isLessThanOrEqualTo(TIME_MS);
    } else if (field.getName().equals("probability")) {
      assertThat(Math.abs((double) actual - (double) expected))
          .as(name)
          .isLessThanOrEqualTo(PROBABILITY);
    } else if (field.getName().equals("work_bytes")) { // read off a curve over time
      double most = COMPUTED * (long) expected;
      assertThat((double) Math.abs((long) actual - (long) expected))
          .as(name)
          .isLessThanOrEqualTo(most);
    } else if (field.getJavaType() == JavaType.DOUBLE) {
      double most = COMPUTED * Math.abs((double) expected);
      assertThat(Math.abs((double) actual - (double) expected)).as(name).isLessThanOrEqualTo(most);
    } else {
      assertThat(actual).as(name).isEqualTo(expected);
    }
  }
}
