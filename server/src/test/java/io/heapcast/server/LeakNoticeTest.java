package io.heapcast.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Reason;
import io.heapcast.telemetry.v1.Severity;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LeakNoticeTest {

  private static final String[] ARGUMENTS = {
    "probability", "why_not_healthy", "what_would_refute", "why_this_severity"
  };

  private final ManualClock clock = new ManualClock(Samples.NOW, "Europe/Berlin");

  @Test
  void aFiringLeakArguesAndAnEndedOneTellsItsOutcome() {
    LeakAlert firing =
        Samples.alert()
            .addMembers(Samples.member(1, Samples.leak().build()))
            .addSeverityReasons(Reason.newBuilder().setCode("horizon").setText("it may end soon"))
            .build();
    LeakAlert ended =
        firing.toBuilder()
            .setState(AlertState.RESOLVED)
            .setOutcome(AlertOutcome.FIXED)
            .setResolvedMs(Samples.ms("2026-11-24T07:31:00Z"))
            .build();

    assertThat(annotations(firing)).containsKeys(ARGUMENTS).doesNotContainKey("outcome");
    assertThat(annotations(ended))
        .doesNotContainKeys(ARGUMENTS)
        .containsEntry("outcome", "fixed: healthy past the age at which it leaked before");
  }

  private Map<String, String> annotations(LeakAlert alert) {
    Instant now = clock.instant();
    return new LeakNotice(alert, Severity.CRITICAL, "", null, now, now)
        .annotations(Links.NONE, clock);
  }
}
