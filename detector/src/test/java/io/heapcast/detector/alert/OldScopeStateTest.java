package io.heapcast.detector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.heapcast.detector.v1.ScopeState;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.VerdictState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * State that version 1 wrote: {@code # wire: <base64>}, then what it said, as protobuf text. Once
 * committed the file is never changed; a new version adds one of its own.
 */
class OldScopeStateTest {

  private static final Path FILE = Path.of("src/test/resources/state/v1/ScopeState.textproto");
  private static final String WIRE = "# wire: ";
  private static final Duration DAY = Duration.ofHours(24);

  @Test
  void oldStateSaysWhatItSaid() throws IOException {
    ScopeState.Builder said = ScopeState.newBuilder();
    TextFormat.merge(Files.readString(FILE), said);
    assertThat(old()).isEqualTo(said.build());
    assertThat(old().getUnknownFields().asMap()).isEmpty();
  }

  @Test
  void aFiringAlertGoesOnUnderItsIdAndClosesWithTheFix() throws IOException {
    ServiceAlert alert = restored();
    SaidOfJvm member = SaidOfJvm.of("a", 0);
    LeakAlert ended =
        say(alert, member.ended(20, VerdictState.LEAK, EndReason.OUT_OF_MEMORY)).orElseThrow();
    assertThat(ended.getLeakId()).isEqualTo("///cart/heap@1970-01-01T00:09:00Z");
    assertThat(ended.getPendingMs()).isEqualTo(9 * SaidOfJvm.MINUTE);
    assertThat(ended.getState()).isEqualTo(AlertState.FIRING);
    SaidOfJvm next = SaidOfJvm.of("c", 21);
    assertThat(say(alert, next.heap(30, VerdictState.HEALTHY))).as("not past the age").isEmpty();
    assertThat(say(alert, next.heap(32, VerdictState.HEALTHY)).orElseThrow().getOutcome())
        .isEqualTo(AlertOutcome.FIXED);
  }

  @Test
  void whatItHeardOfCountsAsHeardOfNow() throws IOException {
    ServiceAlert alert = restored();
    long upgradedMs = 1_800_000_000_000L;
    assertThat(alert.expire(upgradedMs, DAY)).isEmpty();
    assertThat(alert.toState().getInstancesCount()).isEqualTo(2);
    assertThat(alert.expire(upgradedMs + DAY.toMillis() + 1, DAY).orElseThrow().getOutcome())
        .isEqualTo(AlertOutcome.SILENT);
  }

  private static ServiceAlert restored() throws IOException {
    return new ServiceAlert(old(), new AlertPolicy(Duration.ofHours(8), 0.5));
  }

  private static Optional<LeakAlert> say(ServiceAlert alert, JvmVerdict verdict) {
    return alert
        .accept(Scopes.of(verdict.getInfo(), Resource.HEAP), verdict, verdict.getResources(0), 1)
        .alert();
  }

  private static ScopeState old() throws IOException {
    return ScopeState.parseFrom(
        Files.readAllLines(FILE).stream()
            .filter(line -> line.startsWith(WIRE))
            .map(line -> Base64.getDecoder().decode(line.substring(WIRE.length())))
            .findFirst()
            .orElseThrow());
  }
}
