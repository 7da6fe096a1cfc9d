package io.heapcast.collector.attach;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our recording in one JVM. Its settings do not fit into one command (see {@link
 * RecordingSettings}), so it consists of {@code heapcast}, {@code heapcast-2}, …; they share one
 * repository and its bounds.
 */
final class HeapcastRecording {

  static final String NAME = "heapcast";

  private static final String BOUNDS = " disk=true maxage=10m maxsize=32M settings=none";
  private static final Pattern RECORDING =
      Pattern.compile("^Recording (\\d+): name=(\\S+).*", Pattern.MULTILINE);

  /** A few collectors may have been killed while they began. */
  private static final int MOST_RECORDINGS = 32;

  private final List<String> pages;

  record Listed(String id, String name) {
    boolean ours() {
      return name.equals(NAME) || name.startsWith(NAME + "-");
    }
  }

  /**
   * What there is now.
   *
   * @param adopted whether the recording ran already, started by a collector before this one
   */
  record Running(boolean adopted) {}

  HeapcastRecording() {
    pages =
        RecordingSettings.pages(
            RecordingSettings.MOST_COMMAND_CHARACTERS - start(99).length() - BOUNDS.length());
  }

  /** What is started in a JVM. */
  static String inWords() {
    return "%d event types in %d recordings named %s, together at most 32 MiB or 10 minutes"
        .formatted(RecordingSettings.TABLE.size(), new HeapcastRecording().pages.size(), NAME);
  }

  /** Takes over a complete recording, or starts a new one in place of what is there of ours. */
  Running ensure(DiagnosticCommands jvm) throws IOException, TimeoutException, RefusedException {
    List<Listed> ours = listed(jvm);
    if (ours.stream().map(Listed::name).sorted().toList().equals(names())) {
      return new Running(true);
    }
    stop(jvm, ours);
    for (int i = 0; i < pages.size(); i++) {
      String reply = jvm.send(start(i) + BOUNDS + pages.get(i));
      // Started or not is told in words only.
      if (!reply.contains("Started recording")) {
        throw new RefusedException(Refusals.ofReply("JFR.start", reply));
      }
    }
    return new Running(false);
  }

  /** Stops all that is ours. */
  void stop(DiagnosticCommands jvm) throws IOException, TimeoutException, RefusedException {
    stop(jvm, listed(jvm));
  }

  private static void stop(DiagnosticCommands jvm, List<Listed> recordings)
      throws IOException, TimeoutException {
    for (Listed recording : recordings) {
      // By number: names need not be unique.
      jvm.send("JFR.stop name=" + recording.id());
    }
  }

  private static List<Listed> listed(DiagnosticCommands jvm)
      throws IOException, TimeoutException, RefusedException {
    String reply = jvm.send("JFR.check");
    if (!reply.contains("Recording ") && !reply.contains("No available recordings")) {
      throw new RefusedException(Refusals.ofReply("JFR.check", reply));
    }
    List<Listed> ours = ours(reply);
    if (ours.size() > MOST_RECORDINGS) {
      throw new RefusedException(
          Refusals.ofReply("JFR.check", ours.size() + " recordings named " + NAME));
    }
    return ours;
  }

  static List<Listed> ours(String check) {
    return all(check).stream().filter(Listed::ours).toList();
  }

  /** All recordings that a reply to {@code JFR.check} lists. */
  static List<Listed> all(String check) {
    List<Listed> recordings = new ArrayList<>();
    Matcher matcher = RECORDING.matcher(check);
    while (matcher.find()) {
      recordings.add(new Listed(matcher.group(1), matcher.group(2)));
    }
    return recordings;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      names.add(name(i));
    }
    return names;
  }

  private static String start(int page) {
    return "JFR.start name=" + name(page);
  }

  private static String name(int page) {
    return page == 0 ? NAME : NAME + "-" + (page + 1);
  }
}
