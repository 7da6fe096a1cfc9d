package io.heapcast.cli.demo;

import io.heapcast.cli.Pipeline;
import io.heapcast.server.AlertText;
import io.heapcast.server.Human;
import io.heapcast.telemetry.v1.AlertMember;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The play: watches until the leaking service has died of its leak, and tells what is seen. */
final class Demo {

  /** The leak begins so long after Heapcast looks: a host that is slow takes nothing of it. */
  private static final Duration HEALTHY_FOR = Duration.ofSeconds(32);

  private static final long LOOK_MILLIS = 1_000;

  /** Half as long again as it takes on a quiet machine. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** The end of a JVM is known to the pipeline a window later. */
  private static final Duration EPILOGUE = Duration.ofSeconds(15);

  private static final String RULE = "─".repeat(90);

  private final Stage stage;
  private final DemoScreen screen;
  private final Clock clock;
  private final Audience audience;
  private final DemoEvents events;
  private final DemoTable table;
  private final Set<DemoService> told = new HashSet<>();
  private final Instant started;
  private Instant leakSince;
  private boolean leaking;

  Demo(Stage stage, DemoScreen screen, Clock clock) {
    this.stage = stage;
    this.screen = screen;
    this.clock = clock;
    audience = new Audience(stage.jvms(), service -> stage.child(service).end(), clock);
    events = new DemoEvents(clock.getZone(), screen.style());
    table = new DemoTable(clock.getZone(), screen.style());
    started = clock.instant();
    leakSince = started.plus(HEALTHY_FOR);
  }

  /** Plays to the end; returns what is known of the services then, most of them still running. */
  List<DemoJvm> play(Pipeline pipeline) throws InterruptedException {
    List<DemoJvm> jvms = look(pipeline);
    while (!isOver(jvms, pipeline)) {
      Thread.sleep(LOOK_MILLIS);
      jvms = look(pipeline);
    }
    screen.show(List.of());
    return jvms;
  }

  /** What is known of the services once the stage is closed. */
  List<DemoJvm> afterwards() {
    return audience.lookAtStage();
  }

  /** When the leak really began, or will: the demo knows, Heapcast does not. */
  Instant leakSince() {
    return leakSince;
  }

  private List<DemoJvm> look(Pipeline pipeline) {
    pipeline.requireHealthy();
    List<DemoJvm> jvms = audience.look(pipeline);
    Instant now = clock.instant();
    if (!leaking && !now.isBefore(leakSince)) {
      leaking = true;
      leakSince = now;
      stage.child(Cast.CART).switchOn();
    }
    screen.say(events.lines(jvms, now));
    jvms.forEach(this::tellAlert);
    List<String> block = new ArrayList<>();
    block.add("");
    block.addAll(table.lines(jvms, now));
    block.add("");
    block.add(screen.style().faint(" " + clockLine(now)));
    screen.show(block);
    return jvms;
  }

  private void tellAlert(DemoJvm jvm) {
    if (jvm.alerted() != null && told.add(jvm.service())) {
      screen.say("", screen.style().faint(RULE), "");
      screen.say(AlertText.of(jvm.alerted().alert(), clock).lines().toList());
      screen.say("", screen.style().faint(RULE), "");
    }
  }

  private String clockLine(Instant now) {
    String playing = Human.duration(Duration.between(started, now)) + " of about 3 min";
    Duration leaking = Duration.between(leakSince(), now);
    return leaking.isNegative()
        ? playing + "; nothing leaks yet"
        : playing
            + "; the leak began "
            + Human.duration(leaking)
            + " ago, and nobody told Heapcast";
  }

  private boolean isOver(List<DemoJvm> jvms, Pipeline pipeline) {
    Instant now = clock.instant();
    if (now.isAfter(started.plus(LONGEST))) {
      return true;
    }
    return jvms.stream()
        .filter(jvm -> jvm.service().isLeaking())
        .allMatch(
            jvm ->
                jvm.end() != null
                    && (now.isAfter(jvm.end().time().plus(EPILOGUE)) || isNoticed(jvm, pipeline)));
  }

  /** Whether the alert tells that the JVM has ended. */
  private static boolean isNoticed(DemoJvm jvm, Pipeline pipeline) {
    return pipeline.fleet().alerts().stream()
        .flatMap(alert -> alert.getMembersList().stream())
        .filter(member -> member.getInfo().getProcessPid() == jvm.pid())
        .anyMatch(AlertMember::hasEndedMs);
  }
}
