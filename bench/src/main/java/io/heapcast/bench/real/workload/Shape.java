package io.heapcast.bench.real.workload;

/**
 * The background of a family.
 *
 * @param baseShareLeast least share of the heap that is loaded at the start and kept
 * @param baseShareMost most of it
 * @param inFlight factor on the usual requests in flight
 * @param requestsPerSecondAndMiB requests per second and MiB of heap
 * @param flags of the JVM, beyond heap and collector
 * @param library that makes what is special
 */
record Shape(
    double baseShareLeast,
    double baseShareMost,
    double inFlight,
    double requestsPerSecondAndMiB,
    String flags,
    String library) {

  static Shape usual(String library) {
    return new Shape(0.12, 0.26, 1, 4, "", library);
  }

  Shape base(double least, double most) {
    return new Shape(least, most, inFlight, requestsPerSecondAndMiB, flags, library);
  }

  Shape inFlight(double factor) {
    return new Shape(
        baseShareLeast, baseShareMost, factor, requestsPerSecondAndMiB, flags, library);
  }

  Shape flags(String more) {
    return new Shape(
        baseShareLeast, baseShareMost, inFlight, requestsPerSecondAndMiB, more, library);
  }
}
