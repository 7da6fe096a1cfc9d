package io.heapcast.bench.report;

/**
 * The path of a curve on a canvas of 1000 by 1000 units, in few letters: whole units, relative
 * steps, and of each column of units only its first, least, largest and last value.
 */
final class CurvePath {

  /** Units that are drawn as one column. */
  private static final long COLUMN = 4;

  private final StringBuilder path = new StringBuilder();
  private boolean started;
  private long atX;
  private long atY;
  private long stepX;
  private long stepY;
  private long column;
  private long least;
  private long largest;
  private long lastX;
  private long lastY;

  /** The next point, not left of the last one. */
  void add(long x, long y) {
    if (!started) {
      path.append('M').append(x).append(' ').append(y);
      started = true;
      atX = x;
      atY = y;
      openColumn(x, y);
    } else if (x / COLUMN != column) {
      closeColumn();
      openColumn(x, y);
    } else {
      least = Math.min(least, y);
      largest = Math.max(largest, y);
      lastX = x;
      lastY = y;
    }
  }

  /** The next point begins a curve of its own. */
  void lift() {
    if (started) {
      closeColumn();
      writeStep();
      started = false;
    }
  }

  boolean isEmpty() {
    return path.length() == 0;
  }

  @Override
  public String toString() {
    lift();
    return path.toString();
  }

  private void openColumn(long x, long y) {
    column = x / COLUMN;
    least = y;
    largest = y;
    lastX = x;
    lastY = y;
  }

  private void closeColumn() {
    if (least < Math.min(atY, lastY)) {
      lineTo(lastX, least);
    }
    if (largest > Math.max(atY, lastY)) {
      lineTo(lastX, largest);
    }
    lineTo(lastX, lastY);
  }

  /** Steps in one direction become one. */
  private void lineTo(long x, long y) {
    long dx = x - atX;
    long dy = y - atY;
    if (stepX * dy != stepY * dx || stepX * dx + stepY * dy < 0) {
      writeStep();
    }
    stepX += dx;
    stepY += dy;
    atX = x;
    atY = y;
  }

  private void writeStep() {
    if (stepY == 0 && stepX != 0) {
      path.append('h').append(stepX);
    } else if (stepX == 0 && stepY != 0) {
      path.append('v').append(stepY);
    } else if (stepX != 0) {
      path.append('l').append(stepX).append(stepY < 0 ? "" : " ").append(stepY);
    }
    stepX = 0;
    stepY = 0;
  }
}
