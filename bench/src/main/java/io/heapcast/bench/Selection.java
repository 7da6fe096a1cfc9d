package io.heapcast.bench;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Family;
import io.heapcast.bench.leak.Part;
import io.heapcast.bench.leak.Tier;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.Collector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which cases and contenders; everything where nothing is named. */
final class Selection {

  @Option(
      names = "--part",
      split = ",",
      paramLabel = "PART",
      description = "Only families of these parts: training, tuning, judging.")
  private List<Part> parts = new ArrayList<>();

  @Option(
      names = "--tier",
      split = ",",
      paramLabel = "TIER",
      description = "Only these tiers: simulated, real.")
  private List<Tier> tiers = new ArrayList<>();

  @Option(
      names = "--family",
      split = ",",
      paramLabel = "FAMILY",
      description = "Only these families, such as static-map; 'leakbench list' names them.")
  private List<String> families = new ArrayList<>();

  @Option(
      names = "--collector",
      split = ",",
      paramLabel = "NAME",
      description = "Only these collectors: serial, parallel, g1, z, z-generational, shenandoah.")
  private List<String> collectors = new ArrayList<>();

  @Option(
      names = "--contender",
      split = ",",
      paramLabel = "NAME",
      description = "Only these contenders; 'leakbench list' names them.")
  private List<String> contenders = new ArrayList<>();

  /** Whether cases of a tier can be among those asked for. */
  boolean asksFor(Tier tier) {
    return tiers.isEmpty() || tiers.contains(tier);
  }

  /**
   * Whether a case is asked for.
   *
   * @throws UserError when a name that was given is none
   */
  boolean takes(Case one) {
    return asksFor(one.tier())
        && (parts.isEmpty() || parts.contains(one.family().part()))
        && (families.isEmpty() || families.contains(one.family().id()))
        && (collectors.isEmpty() || collectors().contains(one.collector()));
  }

  /**
   * Those of all that are asked for, in their order. A name may be given in any case, or by a part
   * that no other one has.
   *
   * @throws UserError when one that was named is none of them
   */
  List<Contender> contenders(List<Contender> all) {
    List<String> known = all.stream().map(Contender::name).toList();
    Set<String> named =
        contenders.stream().map(name -> known(name, known)).collect(Collectors.toSet());
    return all.stream().filter(one -> named.isEmpty() || named.contains(one.name())).toList();
  }

  private static String known(String name, List<String> known) {
    List<String> parts = new ArrayList<>();
    for (String one : known) {
      if (one.equalsIgnoreCase(name)) {
        return one;
      }
      if (one.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))) {
        parts.add(one);
      }
    }
    if (parts.size() != 1) {
      check("--contender", name, known);
    }
    return parts.get(0);
  }

  /** Fails on the first name that is none. */
  void check() {
    List<String> known = Families.all().map(Family::id).toList();
    families.forEach(name -> check("--family", name, known));
    checkCollectors();
  }

  /** The same where families have names of their own. */
  void checkCollectors() {
    collectors();
  }

  /** What was asked for, as options that say it again; empty: everything. */
  String asOptions() {
    StringBuilder options = new StringBuilder();
    append(options, "--part", parts);
    append(options, "--tier", tiers);
    append(options, "--family", families);
    append(options, "--collector", collectors);
    append(options, "--contender", contenders);
    return options.toString();
  }

  private List<Collector> collectors() {
    List<String> known =
        Arrays.stream(Collector.values())
            .filter(one -> one != Collector.UNRECOGNIZED)
            .map(Enum::name)
            .toList();
    List<Collector> found = new ArrayList<>();
    for (String name : collectors) {
      String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
      check("--collector", constant, known);
      found.add(Collector.valueOf(constant));
    }
    return found;
  }

  private static void check(String option, String name, List<String> known) {
    if (!known.contains(name)) {
      throw UserError.usage(
          option, "'" + name + "'", "one of " + String.join(", ", known), "Correct it");
    }
  }

  private static void append(StringBuilder options, String option, List<?> values) {
    if (!values.isEmpty()) {
      List<String> words =
          values.stream()
              .map(value -> value.toString())
              .map(
                  word ->
                      word.contains("_") || word.equals(word.toUpperCase(Locale.ROOT))
                          ? word.toLowerCase(Locale.ROOT)
                          : word)
              .toList();
      options.append(' ').append(option).append(' ').append(String.join(",", words));
    }
  }
}
