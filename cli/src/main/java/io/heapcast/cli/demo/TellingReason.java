package io.heapcast.cli.demo;

import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.VerdictState;
import java.util.List;
import java.util.Optional;

/** Of all reasons why something is no leak, the one that tells most in one line. */
final class TellingReason {

  /** Says no more than how judgeable it is. */
  private static final String FEW_FLOORS = "few-floors";

  private TellingReason() {}

  /** The reason against a leak that fits the state; empty when there is none. */
  static Optional<String> of(ResourceVerdict heap) {
    List<Reason> reasons = heap.getReasonsAgainstList();
    return preferred(heap.getState()).stream()
        .flatMap(code -> reasons.stream().filter(reason -> reason.getCode().equals(code)))
        .findFirst()
        .or(() -> reasons.stream().filter(r -> !r.getCode().equals(FEW_FLOORS)).findFirst())
        .map(Reason::getText);
  }

  private static List<String> preferred(VerdictState state) {
    return switch (state) {
      case HEALTHY -> List.of("came-back", "growth-small", "rises-were-undone", "no-trend");
      case CACHE_FILLING -> List.of("slowing");
      case LOAD_GROWTH -> List.of("follows-load");
      case WARMING_UP -> List.of("rising-from-start");
      case UNKNOWN,
          LIMIT_TOO_SMALL,
          LEAK_SUSPECTED,
          LEAK,
          VERDICT_STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          List.of();
    };
  }
}
