package io.heapcast.bench.score;

/**
 * Precision, recall and F1, each with its 95 % interval; a value that nothing tells is NaN.
 *
 * <p>Macro: every family weighs the same, however many runs it has. TP is the sum over leaking
 * families of the share of their runs in which the leak was found; FP is the sum over all families
 * of the share of their runs with a false alarm; precision = TP / (TP + FP); recall is TP by the
 * number of leaking families. Micro: the same over runs.
 */
public record Detection(Interval95 precision, Interval95 recall, Interval95 f1) {

  static double precision(double truePositives, double falsePositives) {
    return truePositives / (truePositives + falsePositives);
  }

  /** 0 where nothing was found, whatever the precision. */
  static double f1(double truePositives, double falsePositives, double positives) {
    return positives == 0
        ? Double.NaN
        : 2 * truePositives / (truePositives + falsePositives + positives);
  }
}
