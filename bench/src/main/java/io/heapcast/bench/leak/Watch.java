package io.heapcast.bench.leak;

import io.heapcast.telemetry.v1.JvmWindow;
import java.util.List;

/** A contender on one JVM, online: it knows only the windows so far. */
public interface Watch {

  /**
   * Takes the next window of the JVM.
   *
   * @return what is new, at most one per resource; empty: nothing
   */
  List<Opinion> accept(JvmWindow window);

  /**
   * The JVM's run is over; for those who judge a whole recording.
   *
   * @return what is new, stamped with the end of the last window
   */
  default List<Opinion> end() {
    return List.of();
  }
}
