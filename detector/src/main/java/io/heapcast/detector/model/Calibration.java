package io.heapcast.detector.model;

/**
 * From a logit to a probability: straight between the points of a table, level beyond them.
 *
 * @param logits rising
 * @param probabilities of each, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the package
record Calibration(double[] logits, double[] probabilities) {

  /**
   * Reads a table.
   *
   * @param name for the error
   * @param text pairs LOGIT:PROBABILITY
   * @throws IllegalArgumentException when logits do not rise, or probabilities fall
   */
  static Calibration parse(String name, String text) {
    String[] pairs = text.split(" ", -1);
    double[] logits = new double[pairs.length];
    double[] probabilities = new double[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      int colon = pairs[i].indexOf(':');
      logits[i] = Double.parseDouble(pairs[i].substring(0, colon));
      probabilities[i] = Double.parseDouble(pairs[i].substring(colon + 1));
      if (i > 0 && !(logits[i] > logits[i - 1] && probabilities[i] >= probabilities[i - 1])) {
        throw new IllegalArgumentException(
            "leak model, '%s': found calibration '%s' after '%s', expected rising pairs"
                .formatted(name, pairs[i], pairs[i - 1]));
      }
    }
    return new Calibration(logits, probabilities);
  }

  double probability(double logit) {
    int last = logits.length - 1;
    if (!(logit > logits[0])) {
      return probabilities[0];
    }
    for (int i = 1; i <= last; i++) {
      if (logit < logits[i]) {
        double part = (logit - logits[i - 1]) / (logits[i] - logits[i - 1]);
        return probabilities[i - 1] + part * (probabilities[i] - probabilities[i - 1]);
      }
    }
    return probabilities[last];
  }
}
