package io.heapcast.cli.demo.workload;

/**
 * What a service is told on its command line, as {@code seed=7 speed=2}.
 *
 * @param seed of all that is random in it; the same seed gives the same requests
 * @param speed service seconds per second of the clock, above 0; everything, requests and garbage
 *     included, happens that much faster
 */
public record WorkloadOptions(long seed, double speed) {

  /** Checks the range of the speed. */
  public WorkloadOptions {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed: found %s, expected above 0".formatted(speed));
    }
  }

  static WorkloadOptions parse(String... arguments) {
    long seed = 1;
    double speed = 1;
    for (String argument : arguments) {
      if (argument.startsWith("seed=")) {
        seed = Long.parseLong(argument.substring("seed=".length()));
      } else if (argument.startsWith("speed=")) {
        speed = Double.parseDouble(argument.substring("speed=".length()));
      } else {
        throw new IllegalArgumentException(
            "argument: found '%s', expected seed=… or speed=…".formatted(argument));
      }
    }
    return new WorkloadOptions(seed, speed);
  }

  /** The command line that gives these options again. */
  public String[] arguments() {
    return new String[] {"seed=" + seed, "speed=" + speed};
  }
}
