package io.heapcast.detector.model;

/** The curves a live set may follow, for comparison by {@link ShapeComparison}. */
enum Shape {
  /** L = a. */
  FLAT(1),
  /** L = a + d·[x ≥ τ]: a cache loaded, a deploy, a configuration change. */
  STEP(3),
  /** L = a + b·(x − τ)₊: objects that stay, at a steady rate. */
  LINEAR(3),
  /** L = a + c·(1 − e^(−(x − τ)₊/κ)): a cache that fills to its bound, and most warm-ups. */
  SATURATING(4),
  /** L = a + b·(x − τ)₊ + d·(x − τ)₊², d > 0. */
  ACCELERATING(4),
  /** L = a + γ·(allocation rate): sessions in proportion to load. */
  LOAD(2);

  private final int parameters;

  Shape(int parameters) {
    this.parameters = parameters;
  }

  /** Free parameters, as counted by the information criterion. */
  int parameters() {
    return parameters;
  }
}
