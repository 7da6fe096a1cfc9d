package io.heapcast.cli;

import io.heapcast.collector.SettingsOptions;
import io.heapcast.server.FeedbackWriter;
import io.heapcast.server.History;
import io.heapcast.server.WindowHistory;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.FeedbackKind;
import io.heapcast.telemetry.v1.LeakAlert;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heapcast feedback}. */
@Command(
    name = "feedback",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Says what an alert was. not-a-leak withdraws it for good; accepted makes it quiet until a day;"
          + " leak confirms it. Only this one alert is touched, and nothing is trained by it."
    },
    footer = {
      "",
      "Examples:",
      "  heapcast feedback prod/checkout/heap@2026-11-24T07:20:00Z not-a-leak \\",
      "                    --note 'warm-up of the catalogue' --bootstrap-servers kafka:9092",
      "  heapcast feedback LEAK_ID leak --export cases   # then: bench/leakbench yours cases",
      "  heapcast feedback LEAK_ID accepted --until 2026-12-31 --note 'restarts weekly'",
      "",
      "Exit codes: 0 fine, 2 usage error or no such alert, 3 the cluster cannot be reached."
    })
final class FeedbackCommand implements Callable<Integer> {

  /** As on the command line. */
  enum Kind {
    LEAK(FeedbackKind.CONFIRMED_LEAK),
    NOT_A_LEAK(FeedbackKind.NOT_A_LEAK),
    ACCEPTED(FeedbackKind.ACCEPTED);

    private final FeedbackKind wire;

    Kind(FeedbackKind wire) {
      this.wire = wire;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind of(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  UserError.usage(
                      "feedback",
                      "'" + word + "'",
                      Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", ")),
                      "Say one of these"));
    }
  }

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(index = "0", paramLabel = "LEAK_ID", description = "The alert's leak_id.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String leakId;

  @Parameters(index = "1", paramLabel = "KIND", description = "leak, not-a-leak or accepted.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String kind;

  @Option(
      names = "--until",
      paramLabel = "DAY",
      description = "Of accepted: quiet until the end of this day, UTC, or until this time.")
  private @Nullable String until;

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for those who read it later.")
  private String note = "";

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description =
          "Also write the windows of its JVMs, labelled with what you say, into this folder: cases"
              + " for 'bench/leakbench yours DIR'. Windows are kept for two days.")
  private @Nullable Path export;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    AlertFeedback feedback = feedback(leakId, Kind.of(kind), Optional.ofNullable(until), note);
    Settings settings = options.load();
    Cluster.requireReachable(settings);
    LeakAlert alert =
        History.read(settings).alerts().stream()
            .filter(one -> one.getLeakId().equals(leakId))
            .findFirst()
            .orElseThrow(
                () ->
                    UserError.usage(
                        "LEAK_ID",
                        "'" + leakId + "', which no alert has",
                        "the leak_id of an alert of the last 30 days",
                        "Copy it from the alert or the board"));
    FeedbackWriter.write(settings, feedback);
    spec.commandLine().getOut().println(leakId + ": " + kind);
    if (export != null) {
      export(settings, alert, feedback, export);
    }
    return 0;
  }

  private void export(Settings settings, LeakAlert alert, AlertFeedback feedback, Path directory) {
    Set<String> jvmIds =
        alert.getMembersList().stream()
            .map(member -> member.getInfo().getJvmId())
            .collect(Collectors.toUnmodifiableSet());
    try {
      List<Path> files =
          new FeedbackCase(alert, feedback).write(directory, WindowHistory.read(settings, jvmIds));
      spec.commandLine()
          .getOut()
          .println(
              "%s: windows of %d of %d JVMs".formatted(directory, files.size(), jvmIds.size()));
    } catch (IOException e) {
      throw UserError.environment(
          "--export " + directory,
          "'" + e + "'",
          "a folder that can be written",
          "Choose another",
          e);
    }
  }

  static AlertFeedback feedback(String leakId, Kind kind, Optional<String> until, String note) {
    AlertFeedback.Builder feedback =
        AlertFeedback.newBuilder()
            .setLeakId(leakId)
            .setKind(kind.wire)
            .setSaidMs(Instant.now().toEpochMilli())
            .setNote(note);
    if ((kind == Kind.ACCEPTED) != until.isPresent()) {
      throw UserError.usage(
          "--until",
          until.map(text -> "'" + text + "' with " + kind.word()).orElse("none"),
          "a day with accepted, and only with it",
          "Such as --until 2026-12-31");
    }
    until.ifPresent(text -> feedback.setUntilMs(parsed(text).toEpochMilli()));
    return feedback.build();
  }

  private static Instant parsed(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw UserError.usage(
          "--until", "'" + text + "'", "2026-12-31 or 2026-12-31T18:00:00Z", "Correct it");
    }
  }
}
