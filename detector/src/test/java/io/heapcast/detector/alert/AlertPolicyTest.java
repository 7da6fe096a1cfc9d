package io.heapcast.detector.alert;

import static io.heapcast.detector.alert.SaidOfJvm.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertPolicyTest {

  private static final double HOUR = 3600;
  private static final long HOUR_MS = 60 * MINUTE;

  private final AlertPolicy policy = new AlertPolicy(Duration.ofHours(8), 0.5);

  @Test
  void anEndWithinTheHorizonIsCritical() {
    assertThat(judge(alert(7 * HOUR, 12 * HOUR))).isEqualTo("CRITICAL near");
    assertThat(judge(alert(9 * HOUR, 12 * HOUR))).isEqualTo("WARNING not-near");
  }

  @Test
  void theTimeLeftIsToldInAUnitThatFits() {
    assertThat(near(22)).isEqualTo("22 s");
    assertThat(near(0.2)).isEqualTo("1 s");
    assertThat(near(200)).isEqualTo("3 min");
    assertThat(near(2 * HOUR)).isEqualTo("2 h");
  }

  private static String near(double p10Seconds) {
    String text =
        new AlertPolicy(Duration.ofHours(8), 0.5)
            .judge(alert(p10Seconds, 2 * p10Seconds), Optional.empty())
            .reasons()
            .get(0)
            .getText();
    return text.replaceAll("may be exhausted \\(10 % quantile\\) in (.*), within.*", "$1");
  }

  @Test
  void anEndBeyondAWeekIsForInformation() {
    assertThat(judge(alert(100 * HOUR, 169 * HOUR))).isEqualTo("INFO far-off");
  }

  @Test
  void withoutAForecastItIsATicket() {
    LeakAlert.Builder alert = alert(0, 0);
    alert.getMembersBuilder(0).clearVerdict();
    assertThat(judge(alert)).isEqualTo("WARNING no-forecast");
  }

  @Test
  void fewLeakingReplicasAreATicket() {
    LeakAlert.Builder alert = alert(HOUR, 2 * HOUR).setInstancesLeaking(4);
    assertThat(judge(alert.setInstancesComparable(8))).isEqualTo("CRITICAL near");
    assertThat(judge(alert.clearSeverity().setInstancesComparable(9)))
        .isEqualTo("WARNING few-replicas");
    AlertPolicy one = new AlertPolicy(Duration.ofHours(8), 0.01);
    assertThat(one.judge(alert, Optional.empty()).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aServiceThatSpeaksAgainstItsMemberIsATicket() {
    assertThat(judge(alert(HOUR, 2 * HOUR).setProbability(0.7))).isEqualTo("WARNING unsure");
  }

  @Test
  void aCriticalAlertDoesNotFlutterAtTheHorizon() {
    assertThat(judge(toldCritical(alert(9 * HOUR, 12 * HOUR)))).isEqualTo("CRITICAL near");
    assertThat(judge(toldCritical(alert(11 * HOUR, 12 * HOUR)))).isEqualTo("WARNING not-near");
  }

  @Test
  void aCriticalAlertDoesNotFlutterAtItsProbability() {
    List<String> said = new ArrayList<>();
    LeakAlert.Builder alert = alert(HOUR, 2 * HOUR).setProbability(0.81);
    for (double probability : new double[] {0.81, 0.79, 0.81, 0.79, 0.71, 0.69, 0.79, 0.81}) {
      said.add(next(alert.setProbability(probability)));
    }
    assertThat(said)
        .containsExactly(
            "CRITICAL near",
            "CRITICAL near",
            "CRITICAL near",
            "CRITICAL near",
            "CRITICAL near",
            "WARNING unsure",
            "WARNING unsure",
            "CRITICAL near");
  }

  @Test
  void aCriticalAlertDoesNotFlutterAtItsShareOfReplicas() {
    List<String> said = new ArrayList<>();
    LeakAlert.Builder alert = alert(HOUR, 2 * HOUR).setInstancesComparable(40);
    for (int leaking : new int[] {20, 19, 20, 19, 16, 15, 19, 20}) {
      said.add(next(alert.setInstancesLeaking(leaking)));
    }
    assertThat(said)
        .containsExactly(
            "CRITICAL near",
            "CRITICAL near",
            "CRITICAL near",
            "CRITICAL near",
            "CRITICAL near",
            "WARNING few-replicas",
            "WARNING few-replicas",
            "CRITICAL near");
  }

  @Test
  void oneReplicaMoreToCompareWithIsNoReasonToCalmDown() {
    LeakAlert.Builder alert = alert(HOUR, 2 * HOUR);
    assertThat(next(alert.setInstancesComparable(2))).isEqualTo("CRITICAL near");
    assertThat(next(alert.setInstancesComparable(3))).isEqualTo("CRITICAL near");
    assertThat(next(alert.setInstancesComparable(4))).isEqualTo("WARNING few-replicas");
    assertThat(next(alert.setInstancesComparable(3))).isEqualTo("WARNING few-replicas");
  }

  @Test
  void aLeakHiddenByDailyRestartsIsForInformation() {
    long day = 24 * HOUR_MS;
    assertThat(judge(alert(7 * HOUR, 30 * HOUR), day)).isEqualTo("INFO restarts-come-first");
    assertThat(judge(alert(7 * HOUR, 12 * HOUR), day)).as("before the restart").startsWith("CRIT");
    LeakAlert.Builder overdue = alert(7 * HOUR, 30 * HOUR);
    overdue.getMembersBuilder(0).setAsOfMs(25 * HOUR_MS);
    assertThat(judge(overdue, day)).as("a weekend without restarts").startsWith("CRITICAL");
    LeakAlert.Builder diedBefore = alert(7 * HOUR, 30 * HOUR);
    diedBefore.addMembersBuilder().setEndedMs(1).setOutcome(AlertOutcome.OUT_OF_MEMORY_ERROR);
    assertThat(judge(diedBefore, day)).as("they did not help before").startsWith("CRITICAL");
  }

  @Test
  void whileNothingLeaksTheSeverityIsKept() {
    LeakAlert.Builder alert = alert(HOUR, 2 * HOUR).setSeverity(Severity.INFO);
    alert.getMembersBuilder(0).setEndedMs(1).setOutcome(AlertOutcome.ENDED_WHILE_LEAKING);
    assertThat(judge(alert)).isEqualTo("INFO waiting");
  }

  private String judge(LeakAlert.Builder alert) {
    return judge(alert, 0);
  }

  /** Judges it, and gives it the severity, as the stage does. */
  private static LeakAlert.Builder toldCritical(LeakAlert.Builder alert) {
    return alert.setSeverity(Severity.CRITICAL).setHighestSeverity(Severity.CRITICAL);
  }

  private String next(LeakAlert.Builder alert) {
    String judged = judge(alert);
    Severity severity = policy.judge(alert, Optional.empty()).severity();
    alert.setSeverity(severity);
    if (severity.getNumber() > alert.getHighestSeverity().getNumber()) {
      alert.setHighestSeverity(severity);
    }
    return judged;
  }

  @Test
  void whatNobodyWasToldIsNoReasonToGoOn() {
    LeakAlert.Builder waiting = alert(7 * HOUR, 30 * HOUR).setProbability(0.72);
    assertThat(judge(waiting.setSeverity(Severity.CRITICAL))).isEqualTo("WARNING unsure");
  }

  private String judge(LeakAlert.Builder alert, long usualLifeMs) {
    AlertPolicy.Judged judged =
        policy.judge(alert, usualLifeMs == 0 ? Optional.empty() : Optional.of(usualLifeMs));
    assertThat(judged.reasons()).allMatch(reason -> !reason.getText().isEmpty());
    return judged.severity() + " " + judged.reasons().get(0).getCode();
  }

  /** One JVM, an hour old. */
  private static LeakAlert.Builder alert(double p10Seconds, double p50Seconds) {
    return LeakAlert.newBuilder()
        .setProbability(0.95)
        .setInstancesLeaking(1)
        .setInstancesComparable(1)
        .addMembers(
            AlertMember.newBuilder()
                .setInfo(JvmInfo.newBuilder().setStartTimeMs(0))
                .setAsOfMs(HOUR_MS)
                .setVerdict(
                    ResourceVerdict.newBuilder()
                        .setExhaustionP10S(p10Seconds)
                        .setExhaustionP50S(p50Seconds)
                        .setExhaustionP90S(2 * p50Seconds)));
  }
}
