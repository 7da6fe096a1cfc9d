package io.heapcast.bench.real.workload;

/** The truth of a run, told by the run itself on its standard output, one line each. */
public final class Announcements {

  /** First leaking allocation; followed by the time. */
  public static final String LEAK_BEGIN = "leak-begin ";

  /** A leak stopped by itself; followed by the time. */
  public static final String LEAK_END = "leak-end ";

  /** An OutOfMemoryError that the JVM itself does not notice; followed by the time. */
  public static final String OUT_OF_MEMORY = "out-of-memory ";

  private Announcements() {}

  static void say(String what) {
    System.out.println(what + System.currentTimeMillis());
    System.out.flush();
  }
}
