package io.heapcast.streams.engine;

import io.heapcast.telemetry.v1.JvmWindow;
import java.util.Arrays;

/**
 * When each last value of a window was measured, by the number of its field in {@link JvmWindow}:
 * an array, since it is asked for every measurement.
 */
final class LastValues {

  private static final int NEVER = -1;

  private static final int FIELDS =
      1
          + JvmWindow.getDescriptor().getFields().stream()
              .mapToInt(field -> field.getNumber())
              .max()
              .orElse(0);

  private final int[] measuredMs = new int[FIELDS];
  private boolean none = true;

  LastValues() {
    Arrays.fill(measuredMs, NEVER);
  }

  /**
   * Whether no later value of the field came before.
   *
   * @param field one that only a newer version knows is left alone
   * @param ms how far into the window it was measured, not negative
   */
  boolean isLast(int field, int ms) {
    if (field < 0 || field >= FIELDS || ms < measuredMs[field]) {
      return false;
    }
    measuredMs[field] = ms;
    none = false;
    return true;
  }

  /** Writes pairs of field and milliseconds, by field, packed. */
  void writeTo(ProtoWriter out, int number) {
    if (none) {
      return;
    }
    int begin = out.begin(number);
    for (int field = 0; field < FIELDS; field++) {
      if (measuredMs[field] != NEVER) {
        out.packed(field);
        out.packed(measuredMs[field]);
      }
    }
    out.end(begin);
  }
}
