package io.heapcast.bench.leak;

import io.heapcast.telemetry.v1.Collector;
import java.util.Map;

/**
 * One labelled run. It may hold several JVMs, one after the other (restarts) or side by side
 * (replicas); it counts once.
 *
 * @param id unique within a tier, stable for a seed: family/collector/heap/…/seed
 * @param attributes for the report and for contenders that judge a whole recording: {@code jdk},
 *     {@code heap}, {@code speed}, {@code load}, {@code jmc.score}, …
 */
public record Case(
    String id,
    Tier tier,
    Family family,
    Collector collector,
    Truth truth,
    Map<String, String> attributes,
    Telemetry telemetry) {}
