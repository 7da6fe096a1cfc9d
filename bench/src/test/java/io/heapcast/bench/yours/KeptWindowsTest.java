package io.heapcast.bench.yours;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Label;
import io.heapcast.bench.leak.Opinion;
import io.heapcast.bench.run.CasePlayer;
import io.heapcast.bench.run.TinyCases;
import io.heapcast.bench.run.Track;
import io.heapcast.cli.FeedbackCase;
import io.heapcast.streams.engine.WindowEngine;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.AlertScope;
import io.heapcast.telemetry.v1.FeedbackKind;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code heapcast feedback --export} writes, LeakBench takes. */
final class KeptWindowsTest {

  private static final String JVM = "host/1@0";
  private static final long BEGIN_MS = 20 * TinyCases.WINDOW_MS;
  private static final long END_MS = 60 * TinyCases.WINDOW_MS;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  private final List<UserError> faults = new ArrayList<>();

  @Test
  void aConfirmedLeakIsScoredAsTheRunItWas() throws IOException {
    Case run = TinyCases.leak("run", 60, 20);
    export(FeedbackKind.CONFIRMED_LEAK, "a, \"b\"\nc");

    Case kept = YourCases.cases(directory, faults::add).get(0);

    assertThat(faults).isEmpty();
    assertThat(kept.truth().label()).isEqualTo(Label.LEAK);
    assertThat(kept.truth().resource()).isEqualTo(Resource.HEAP);
    assertThat(kept.truth().leakBeginMs()).isEqualTo(OptionalLong.of(BEGIN_MS));
    assertThat(kept.truth().exhaustedMs()).isEqualTo(OptionalLong.of(END_MS));
    assertThat(kept.attributes()).containsEntry("note", "leak@1: a, \"b\" c");
    assertThat(opinions(kept)).isEqualTo(opinions(run)).contains(true);
  }

  @Test
  void whatIsNoLeakIsHealthyAndWhatIsAcceptedIsNotActionable() throws IOException {
    export(FeedbackKind.NOT_A_LEAK, "");
    assertThat(YourCases.cases(directory, faults::add))
        .extracting(each -> each.truth().label())
        .containsExactly(Label.HEALTHY);

    export(FeedbackKind.ACCEPTED, ""); // said again: in the place of what was said before
    assertThat(YourCases.cases(directory, faults::add))
        .extracting(each -> each.truth().label())
        .containsExactly(Label.NOT_ACTIONABLE);
    assertThat(faults).isEmpty();
  }

  private void export(FeedbackKind kind, String note) throws IOException {
    LeakAlert alert =
        LeakAlert.newBuilder()
            .setLeakId("leak@1")
            .setScope(AlertScope.newBuilder().setServiceName("cart").setResource(Resource.HEAP))
            .addMembers(
                AlertMember.newBuilder()
                    .setInfo(JvmInfo.newBuilder().setJvmId(JVM))
                    .setVerdict(ResourceVerdict.newBuilder().setInflectionMs(BEGIN_MS))
                    .setOutcome(AlertOutcome.OUT_OF_MEMORY_ERROR)
                    .setEndedMs(END_MS))
            .build();
    AlertFeedback feedback =
        AlertFeedback.newBuilder().setLeakId("leak@1").setKind(kind).setNote(note).build();
    List<JvmWindow> windows = windows();
    windows.add(windows.get(0)); // the topic may hold one twice, and out of order
    Collections.reverse(windows);
    assertThat(new FeedbackCase(alert, feedback).write(directory, Map.of(JVM, windows))).hasSize(1);
  }

  private static List<JvmWindow> windows() throws IOException {
    WindowEngine engine = new WindowEngine(JVM, Duration.ofSeconds(30));
    List<JvmWindow> windows = new ArrayList<>();
    TinyCases.leak("run", 60, 20).telemetry().play(batch -> windows.addAll(engine.accept(batch)));
    return windows;
  }

  private static List<Boolean> opinions(Case played) {
    return new CasePlayer(List.of(TinyCases.threshold("half", 0.5)))
        .play(played).tracks().stream()
            .map(Track::opinions)
            .flatMap(List::stream)
            .map(Opinion::alarm)
            .toList();
  }
}
