package io.heapcast.bench.leak;

/** A way to find leaks: Heapcast itself, or one of its rivals. Stateless; makes watches. */
public interface Contender {

  /** Short, for the table's first column. */
  String name();

  /** What it does and with which published settings; one line with the source. */
  String about();

  /**
   * Itself for one case: what it learns from one JVM of it may help with the next. One that judges
   * JVMs alone, as most do, is the same for all.
   */
  default Contender onCase() {
    return this;
  }

  /** Begins to watch one JVM of a case. */
  Watch watch(Case watched, String jvmId);
}
