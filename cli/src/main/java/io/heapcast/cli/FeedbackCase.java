package io.heapcast.cli;

import io.heapcast.telemetry.v1.AlertFeedback;
import io.heapcast.telemetry.v1.AlertMember;
import io.heapcast.telemetry.v1.AlertOutcome;
import io.heapcast.telemetry.v1.FeedbackKind;
import io.heapcast.telemetry.v1.JvmWindow;
import io.heapcast.telemetry.v1.LeakAlert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an operator said of an alert as cases of LeakBench: a folder with the windows of each of its
 * JVMs, and a line for each in {@code labels.csv}, as {@code bench/leakbench yours} reads it.
 *
 * <p>A confirmed leak is labelled {@code leak}, with the begin of growth as Heapcast told it and
 * the exhaustion that was seen; one that is none {@code healthy}; an accepted one {@code
 * not-actionable}.
 */
public final class FeedbackCase {

  private static final String LABELS = "labels.csv";
  private static final String HEAD = "file,label,resource,leak_begin,exhausted,family,note";

  private final LeakAlert alert;
  private final AlertFeedback feedback;

  /** Of this alert, as it is now. */
  public FeedbackCase(LeakAlert alert, AlertFeedback feedback) {
    this.alert = alert;
    this.feedback = feedback;
  }

  /**
   * Writes it into a folder, which is made where it is missing; lines of other alerts stay.
   *
   * @param windows of the alert's members by jvm id, in any order; a repeat is left out
   * @return the files, one per member that has windows
   */
  public List<Path> write(Path directory, Map<String, List<JvmWindow>> windows) throws IOException {
    Files.createDirectories(directory);
    List<Path> files = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (AlertMember member : alert.getMembersList()) {
      List<JvmWindow> ofMember =
          inOrder(windows.getOrDefault(member.getInfo().getJvmId(), List.of()));
      if (!ofMember.isEmpty()) {
        Path file = directory.resolve(fileName(member));
        WindowsFile.write(file, ofMember);
        files.add(file);
        lines.add(line(file, member));
      }
    }
    Path labels = directory.resolve(LABELS);
    List<String> all =
        new ArrayList<>(Files.exists(labels) ? Files.readAllLines(labels) : List.of(HEAD));
    for (Path file : files) {
      all.removeIf(line -> line.startsWith(file.getFileName() + ","));
    }
    all.addAll(lines);
    Files.write(labels, all);
    return files;
  }

  private static List<JvmWindow> inOrder(List<JvmWindow> windows) {
    List<JvmWindow> ordered = new ArrayList<>();
    windows.stream()
        .sorted(Comparator.comparingLong(JvmWindow::getStartTimeMs))
        .filter(
            window ->
                ordered.isEmpty()
                    || ordered.get(ordered.size() - 1).getStartTimeMs() < window.getStartTimeMs())
        .forEachOrdered(ordered::add);
    return ordered;
  }

  private String fileName(AlertMember member) {
    String name = member.getInfo().getJvmId() + "-" + resource();
    return name.replaceAll("[^A-Za-z0-9.-]", "_") + WindowsFile.SUFFIX;
  }

  private String resource() {
    return alert.getScope().getResource().name().toLowerCase(Locale.ROOT);
  }

  private String line(Path file, AlertMember member) {
    boolean leak = feedback.getKind() == FeedbackKind.CONFIRMED_LEAK;
    long beginMs = beginMs(member);
    boolean exhausted =
        (member.getOutcome() == AlertOutcome.OUT_OF_MEMORY_ERROR
                || member.getOutcome() == AlertOutcome.CONTAINER_LIMIT)
            && member.getEndedMs() > beginMs;
    return String.join(
        ",",
        String.valueOf(file.getFileName()),
        label(),
        resource(),
        leak ? Instant.ofEpochMilli(beginMs).toString() : "",
        leak && exhausted ? Instant.ofEpochMilli(member.getEndedMs()).toString() : "",
        "",
        quoted(
            alert.getLeakId() + (feedback.getNote().isEmpty() ? "" : ": " + feedback.getNote())));
  }

  private String label() {
    return switch (feedback.getKind()) {
      case CONFIRMED_LEAK -> "leak";
      case NOT_A_LEAK -> "healthy";
      case ACCEPTED -> "not-actionable";
      case FEEDBACK_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("feedback without a kind");
    };
  }

  /** When its growth began, as far as is told; else when it joined the alert. */
  private static long beginMs(AlertMember member) {
    if (member.getVerdict().hasInflectionMs()) {
      return member.getVerdict().getInflectionMs();
    }
    return member.hasJoinedMs() ? member.getJoinedMs() : member.getAsOfMs();
  }

  /** A note may hold commas, quotes and, pasted, line breaks. */
  private static String quoted(String text) {
    return '"' + text.replaceAll("\\s+", " ").replace("\"", "\"\"") + '"';
  }
}
