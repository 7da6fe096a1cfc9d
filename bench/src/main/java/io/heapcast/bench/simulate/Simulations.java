package io.heapcast.bench.simulate;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Families;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Tier;
import io.heapcast.bench.leak.Truth;
import io.heapcast.bench.score.Judgement;
import io.heapcast.telemetry.v1.Resource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The cases of the simulated tier. */
public final class Simulations {

  private Simulations() {}

  /**
   * All cases, family by family, each made when it is asked for. A case depends on the seed and its
   * own id alone; playing it gives the same bytes each time.
   *
   * @throws IllegalStateException from the stream, or from playing a case, when a healthy run was
   *     not healthy: an error of the simulator
   */
  public static Stream<Case> cases(long seed, Scale scale) {
    return Families.all()
        .flatMap(family -> Plans.of(family, seed, scale))
        .map(setting -> make(setting, seed));
  }

  private static Case make(Setting setting, long seed) {
    Simulation simulation = new Simulation(setting, seed);
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("jdk", setting.jdk());
    attributes.put("heap", setting.heap());
    attributes.put("speed", "N" + setting.floors());
    attributes.put("load", setting.load().name().toLowerCase(Locale.ROOT));
    Truth truth = simulation.truth();
    if (truth.label() == Label.LEAK && truth.resource() == Resource.METASPACE) {
      attributes.put(Judgement.ALSO_GROWS, Resource.HEAP.name());
    }
    return new Case(
        setting.id(seed),
        Tier.SIMULATED,
        setting.family(),
        setting.collector(),
        truth,
        Collections.unmodifiableMap(attributes),
        simulation::play);
  }
}
