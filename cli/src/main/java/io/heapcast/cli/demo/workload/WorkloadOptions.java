package io.heapcast.cli.demo.workload;

/**
 * What a service is told on its command line, as {@code seed=7 speed=2}.
 *
 * @param seed of all that is random in it; the same seed gives the same requests
 * @param speed service seconds per second of the clock, above 0; everything, requests and garbage
 *     included, happens that much faster
 * @param flagWhenAsked whether a feature that leaks is switched on by the starter, not by time
 */
public record WorkloadOptions(long seed, double speed, boolean flagWhenAsked) {

  private static final String FLAG_WHEN_ASKED = "flag=asked";

  /** With the feature switched on by time. */
  public WorkloadOptions(long seed, double speed) {
    this(seed, speed, false);
  }

  /** Checks the range of the speed. */
  public WorkloadOptions {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed: found %s, expected above 0".formatted(speed));
    }
  }

  static WorkloadOptions parse(String... arguments) {
    long seed = 1;
    double speed = 1;
    boolean whenAsked = false;
    for (String argument : arguments) {
      if (argument.startsWith("seed=")) {
        seed = Long.parseLong(argument.substring("seed=".length()));
      } else if (argument.startsWith("speed=")) {
        speed = Double.parseDouble(argument.substring("speed=".length()));
      } else if (argument.equals(FLAG_WHEN_ASKED)) {
        whenAsked = true;
      } else {
        throw new IllegalArgumentException(
            "argument: found '%s', expected seed=…, speed=… or flag=asked".formatted(argument));
      }
    }
    return new WorkloadOptions(seed, speed, whenAsked);
  }

  /** The command line that gives these options again. */
  public String[] arguments() {
    return flagWhenAsked
        ? new String[] {"seed=" + seed, "speed=" + speed, FLAG_WHEN_ASKED}
        : new String[] {"seed=" + seed, "speed=" + speed};
  }
}
