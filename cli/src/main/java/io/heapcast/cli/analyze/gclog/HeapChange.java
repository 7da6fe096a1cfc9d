package io.heapcast.cli.analyze.gclog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Use before and after, as logs write it: {@code 34M->3M(123M)}, {@code 34928K(39296K)->3761K
 * (39296K)}, {@code 84M(66%)->52M(41%)}.
 *
 * @param beforeBytes as exact as it was written
 * @param afterBytes as exact as it was written
 * @param capacityBytes the room it is held against afterwards; null: not said
 * @param sharePercent how much of the maximum the larger of both is; null: not said
 */
record HeapChange(
    long beforeBytes,
    long afterBytes,
    @Nullable Long capacityBytes,
    @Nullable Integer sharePercent) {

  private static final Pattern FORM =
      Pattern.compile(
          "SIZE(?:\\(NUMBER([BKMGT%])\\))?->SIZE(?:\\(NUMBER([BKMGT%])\\))?"
              .replace("SIZE", "NUMBER([BKMGT])")
              .replace("NUMBER", "(\\d{1,15}(?:[.,]\\d{1,3})?)"));

  private static final Pattern SIZE = Pattern.compile("(\\d{1,15}) ?([BKMGT])B?(?![0-9A-Za-z])");

  /** The first change in a text; null: there is none. */
  static @Nullable HeapChange find(String text) {
    if (!text.contains("->")) {
      return null;
    }
    Matcher matcher = FORM.matcher(text);
    return matcher.find() ? of(matcher) : null;
  }

  /** The first size in a text, bytes; null: there is none. */
  static @Nullable Long size(String text) {
    Matcher matcher = SIZE.matcher(text);
    return matcher.find() ? bytes(matcher.group(1), matcher.group(2)) : null;
  }

  /** The change of two parts together. */
  HeapChange plus(HeapChange other) {
    Long capacity =
        capacityBytes == null || other.capacityBytes == null
            ? null
            : Long.valueOf(capacityBytes + other.capacityBytes);
    return new HeapChange(
        beforeBytes + other.beforeBytes, afterBytes + other.afterBytes, capacity, null);
  }

  /** Whether capacities were written on both sides, as newer JDKs do. */
  static boolean saysBothCapacities(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.find() && matcher.group(3) != null && matcher.group(7) != null;
  }

  private static HeapChange of(Matcher matcher) {
    long before = bytes(matcher.group(1), matcher.group(2));
    long after = bytes(matcher.group(5), matcher.group(6));
    String number = matcher.group(7);
    if (number == null) {
      return new HeapChange(before, after, null, null);
    }
    if (!matcher.group(8).equals("%")) {
      return new HeapChange(before, after, bytes(number, matcher.group(8)), null);
    }
    String beforeShare = matcher.group(3);
    boolean first = before > after && beforeShare != null;
    long share = bytes(first ? beforeShare : number, "B");
    return new HeapChange(before, after, null, share <= 100 ? Integer.valueOf((int) share) : null);
  }

  private static long bytes(String number, String unit) {
    int shift =
        switch (unit) {
          case "K" -> 10;
          case "M" -> 20;
          case "G" -> 30;
          case "T" -> 40;
          default -> 0;
        };
    int point = Math.max(number.indexOf('.'), number.indexOf(','));
    if (point >= 0) {
      return Math.round(Double.parseDouble(number.replace(',', '.')) * (1L << shift));
    }
    long value = Long.parseLong(number);
    return value > Long.MAX_VALUE >> (shift + 2) ? Long.MAX_VALUE >> 2 : value << shift;
  }
}
