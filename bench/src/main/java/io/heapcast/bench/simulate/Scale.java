package io.heapcast.bench.simulate;

/** How many cases there are and how long they run. */
public enum Scale {
  /** About 300 cases, hours to a few days each: minutes of one core. */
  QUICK(6, 3, 0.5, 18, 0.4, 3.2),
  /** About 800 cases, hours to two weeks each; hundreds of JVM-weeks without a leak. */
  FULL(14, 10, 1, 120, 2.5, 14);

  final int judgingCases;
  final int otherCases;
  final double leastLeakHours;
  final double mostLeakHours;
  final double leastHealthyDays;
  final double mostHealthyDays;

  Scale(
      int judgingCases,
      int otherCases,
      double leastLeakHours,
      double mostLeakHours,
      double leastHealthyDays,
      double mostHealthyDays) {
    this.judgingCases = judgingCases;
    this.otherCases = otherCases;
    this.leastLeakHours = leastLeakHours;
    this.mostLeakHours = mostLeakHours;
    this.leastHealthyDays = leastHealthyDays;
    this.mostHealthyDays = mostHealthyDays;
  }
}
