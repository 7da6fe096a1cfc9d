package io.heapcast.collector.attach;

import com.sun.tools.attach.AttachNotSupportedException;
import io.heapcast.collector.host.JvmProcess;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Tells refusals from what a process looks like and from what went wrong. */
final class Refusals {

  /** The oldest JDK whose repository can be tailed from outside. */
  private static final int LEAST_JDK = 17;

  private Refusals() {}

  /**
   * What forbids even to try. Asking such a JVM would harm it (SIGQUIT ends a process that does not
   * handle it and prints a thread dump where attach is disabled) or cannot work.
   *
   * @param ownUid effective user id of this process
   * @param catchesQuit whether the JVM handles SIGQUIT
   */
  static Optional<Refusal> beforeAttach(JvmProcess jvm, long ownUid, boolean catchesQuit) {
    if (jvm.openJ9()) {
      return Optional.of(
          new Refusal(
              RefusalCode.NO_JFR,
              "This is an OpenJ9 JVM, which has no JDK Flight Recorder. Run it on a HotSpot JDK "
                  + LEAST_JDK
                  + " or newer."));
    }
    if (jvm.flag("DisableAttachMechanism")) {
      return Optional.of(
          new Refusal(
              RefusalCode.ATTACH_DISABLED,
              "Started with -XX:+DisableAttachMechanism. Restart it without that flag."));
    }
    if (ownUid != 0 && jvm.uid() != ownUid) {
      return Optional.of(
          new Refusal(
              RefusalCode.OTHER_USER,
              "It runs as user id %d, this collector as %d. Run the collector as root or as that user."
                  .formatted(jvm.uid(), ownUid)));
    }
    if (!catchesQuit) {
      return Optional.of(
          new Refusal(
              RefusalCode.ATTACH_DISABLED,
              "It does not handle SIGQUIT, which wakes the attach mechanism: started with -Xrs or"
                  + " stuck in its start. Restart it without -Xrs.",
              true));
    }
    return Optional.empty();
  }

  /** Woken in vain, a JVM prints a thread dump when it goes on. */
  static Refusal stopped() {
    return new Refusal(
        RefusalCode.ATTACH_TIMEOUT,
        "The process is stopped (SIGSTOP or a debugger). Let it go on; tried again later.");
  }

  /** It ended meanwhile. */
  static Refusal died() {
    return new Refusal(RefusalCode.DIED_WHILE_ATTACHING, "It ended while being attached to.");
  }

  /** What it names as its repository is no directory of its own. */
  static Refusal untrusted(Exception found) {
    return new Refusal(
        RefusalCode.UNTRUSTED_REPOSITORY,
        "Its JFR repository is not read: %s. Tried again later.".formatted(message(found)));
  }

  /** What the answer to the first question says. */
  static Optional<Refusal> ofVersion(String specificationVersion) {
    String major = specificationVersion.replaceFirst("^1\\.", "");
    try {
      if (Integer.parseInt(major) >= LEAST_JDK) {
        return Optional.empty();
      }
    } catch (NumberFormatException e) {
      // Said below: what it is.
    }
    return Optional.of(
        new Refusal(
            RefusalCode.NO_JFR,
            "It runs on Java %s, whose flight recorder cannot be tailed from outside. Run it on JDK %d or newer."
                .formatted(specificationVersion, LEAST_JDK)));
  }

  /** What went wrong while asking. */
  static Refusal ofFailure(Exception failure, Duration timeout) {
    String message = message(failure);
    String lower = message.toLowerCase(Locale.ROOT);
    if (failure instanceof TimeoutException || lower.contains("unable to open socket file")) {
      return new Refusal(
          RefusalCode.ATTACH_TIMEOUT,
          "No answer within %d ms: it is stopped, overloaded, or its /tmp cannot be written. Tried again later."
              .formatted(timeout.toMillis()));
    }
    if (lower.contains("no such process") || lower.contains("non existent jvm pid")) {
      return died();
    }
    if (lower.contains("does not support the attach mechanism")) {
      return new Refusal(
          RefusalCode.ATTACH_DISABLED,
          "The JVM does not support the attach mechanism. Restart it without"
              + " -XX:+DisableAttachMechanism.");
    }
    if (lower.contains("not secure") || lower.contains("permission denied")) {
      return new Refusal(
          RefusalCode.OTHER_USER,
          "Not allowed to attach (%s). Run the collector as root or as the user of that JVM."
              .formatted(message));
    }
    if (failure instanceof CommandFailedException && lower.contains("unknown diagnostic")) {
      return withoutFlightRecorder();
    }
    String kind =
        failure instanceof AttachNotSupportedException
            ? "Attach is not supported"
            : "Attach failed";
    return new Refusal(
        RefusalCode.ATTACH_FAILED, "%s: %s. Tried again later.".formatted(kind, message));
  }

  /** The JVM's reply to a JFR command that is not the expected one. */
  static Refusal ofReply(String command, String reply) {
    String line = reply.strip().lines().findFirst().orElse("nothing");
    String lower = line.toLowerCase(Locale.ROOT);
    if (lower.contains("unknown diagnostic command")
        || lower.contains("module jdk.jfr not found")) {
      return withoutFlightRecorder();
    }
    if (lower.contains("flight recorder is disabled") || lower.contains("can not be enabled")) {
      return new Refusal(
          RefusalCode.NO_JFR,
          "Its flight recorder is switched off ('%s'). Restart it without -XX:-FlightRecorder."
              .formatted(line));
    }
    return new Refusal(
        RefusalCode.JFR_START_FAILED,
        "%s answered '%s'. Tried again later; look at that JVM's log and disk."
            .formatted(command, line));
  }

  private static Refusal withoutFlightRecorder() {
    return new Refusal(
        RefusalCode.NO_JFR,
        "Its Java run time has no module jdk.jfr. Add it to the image (jlink --add-modules jdk.jfr).");
  }

  private static String message(Exception failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
