package io.heapcast.detector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetProbabilityTest {

  private final ServiceAlert alert =
      new ServiceAlert(ScopeState.getDefaultInstance(), new AlertPolicy(Duration.ofHours(8), 0.5));

  @Test
  void theNormalDistributionIsTheOneOfTheTables() {
    assertThat(Normal.cumulative(1.959964)).isCloseTo(0.975, within(1e-6));
    assertThat(Normal.cumulative(-1)).isCloseTo(0.158655, within(1e-6));
    assertThat(Normal.quantile(0.975)).isCloseTo(1.959964, within(5e-4));
    assertThat(Normal.quantile(0.1)).isCloseTo(-1.281552, within(5e-4));
    assertThat(Normal.quantile(0.5)).isCloseTo(0, within(5e-4));
  }

  @Test
  void aServiceOfOneJvmLeaksAsProbablyAsItsJvm() {
    assertThat(leak("a").getProbability()).isCloseTo(0.97, within(1e-3));
    assertThat(alert.firing().orElseThrow().getReasonsForList()).isEmpty();
  }

  @Test
  void replicasThatGrowAlikeStrengthen() {
    leak("a");
    double two = leak("b").getProbability();
    LeakAlert three = leak("c");
    assertThat(two).isGreaterThan(0.975);
    assertThat(three.getProbability()).isGreaterThanOrEqualTo(two);
    assertThat(texts(three.getReasonsForList())).containsExactly("3 of 3 comparable replicas grow");
  }

  @Test
  void manyHealthyReplicasOfTheSameVersionAndAgeWeaken() {
    healthy(39, "1", 11);
    LeakAlert lone = leak(SaidOfJvm.of("a", 0).version("1"));
    assertThat(lone.getProbability()).isBetween(0.6, 0.9);
    assertThat(texts(lone.getReasonsAgainstList()))
        .containsExactly("39 of 40 replicas of this version do not grow at this age");
    assertThat(lone.getMembers(0).getVerdict().getState())
        .as("the member's own verdict stands")
        .isEqualTo(VerdictState.LEAK);
  }

  @Test
  void healthyReplicasOfAnotherVersionSayNothing() {
    healthy(39, "1", 11);
    assertThat(leak(SaidOfJvm.of("a", 0).version("2")).getProbability())
        .isCloseTo(0.97, within(1e-3));
  }

  @Test
  void replicasTooYoungToHaveBeenCaughtSayNothing() {
    for (int i = 0; i < 39; i++) {
      say(SaidOfJvm.of("young-" + i, 7).heap(11, VerdictState.HEALTHY));
    }
    assertThat(leak("a").getProbability()).isCloseTo(0.97, within(1e-3));
  }

  @Test
  void earlierIncarnationsThatLeakedStrengthen() {
    leak("a");
    say(SaidOfJvm.of("a", 0).ended(20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY));
    SaidOfJvm next = SaidOfJvm.of("a2", 20);
    say(next.heap(31, VerdictState.LEAK));
    LeakAlert second = alert.firing().orElseThrow();
    assertThat(second.getProbability()).isGreaterThan(0.97);
    assertThat(texts(second.getReasonsForList())).containsExactly("1 of 1 earlier JVMs leaked");
  }

  private void healthy(int count, String version, int minute) {
    for (int i = 0; i < count; i++) {
      say(SaidOfJvm.of("healthy-" + i, 0).version(version).heap(minute, VerdictState.HEALTHY));
    }
  }

  private LeakAlert leak(String jvmId) {
    return leak(SaidOfJvm.of(jvmId, 0));
  }

  private LeakAlert leak(SaidOfJvm jvm) {
    say(jvm.heap(11, VerdictState.LEAK));
    return alert.firing().orElseThrow();
  }

  private void say(JvmVerdict verdict) {
    alert.accept(Scopes.of(verdict.getInfo(), Resource.HEAP), verdict, verdict.getResources(0), 1);
  }

  private static List<String> texts(List<Reason> reasons) {
    return reasons.stream().map(Reason::getText).toList();
  }
}
