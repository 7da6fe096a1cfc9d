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
public final class HeapcastRecording {

  static final String NAME = "heapcast";

  /** And nothing else: {@code heapcast-debug} is an operator's own. */
  private static final Pattern OURS = Pattern.compile(NAME + "(-\\d{1,2})?");

  private static final String BOUNDS = " disk=true maxage=10m maxsize=32M settings=none";
  private static final Pattern RECORDING =
      Pattern.compile("^Recording (\\d+): name=(\\S+).*", Pattern.MULTILINE);

  /** A few collectors may have been killed while they began. */
  private static final int MOST_RECORDINGS = 32;

  private final List<String> pages;

  record Listed(String id, String name) {
    boolean ours() {
      return isOurs(name);
    }
  }

  /**
   * What there is now.
   *
   * @param adopted whether the recording ran already, started by a collector before this one
   * @param shared whether recordings of others run, too
   */
  record Running(boolean adopted, boolean shared) {}

  HeapcastRecording() {
    pages =
        RecordingSettings.pages(
            RecordingSettings.MOST_COMMAND_CHARACTERS - start(99).length() - BOUNDS.length());
  }

  /** Whether a recording of this name is one of Heapcast's. */
  public static boolean isOurs(String name) {
    return OURS.matcher(name).matches();
  }

  /** What is started in a JVM. */
  static String inWords() {
    return "%d event types in %d recordings named %s, together at most 32 MiB or 10 minutes"
        .formatted(RecordingSettings.TABLE.size(), new HeapcastRecording().pages.size(), NAME);
  }

  /** Takes over a complete recording, or starts a new one in place of what is there of ours. */
  Running ensure(DiagnosticCommands jvm, Progress progress)
      throws IOException, TimeoutException, RefusedException {
    List<Listed> all = listed(jvm);
    List<Listed> ours = all.stream().filter(Listed::ours).toList();
    boolean shared = ours.size() < all.size();
    if (ours.stream().map(Listed::name).sorted().toList().equals(names())) {
      progress.recordingAsked(); // by a collector before this one
      return new Running(true, shared);
    }
    stop(jvm, ours);
    progress.recordingAsked();
    for (int i = 0; i < pages.size(); i++) {
      String reply = jvm.send(start(i) + BOUNDS + pages.get(i));
      // Started or not is told in words only.
      if (!reply.contains("Started recording")) {
        throw new RefusedException(Refusals.ofReply("JFR.start", reply));
      }
    }
    return new Running(false, shared);
  }

  /** Stops all that is ours. */
  void stop(DiagnosticCommands jvm) throws IOException, TimeoutException, RefusedException {
    stop(jvm, listed(jvm).stream().filter(Listed::ours).toList());
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
    List<Listed> all = all(reply);
    if (all.stream().filter(Listed::ours).count() > MOST_RECORDINGS) {
      throw new RefusedException(
          Refusals.ofReply(
              "JFR.check", "more than %d recordings named %s".formatted(MOST_RECORDINGS, NAME)));
    }
    return all;
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
