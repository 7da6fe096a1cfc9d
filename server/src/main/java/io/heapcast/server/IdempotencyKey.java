package io.heapcast.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The same for every post of one state of a notice, from whichever server and after whichever
 * restart, and another when a state comes back: SHA-256 of alert name, id, severity, state and the
 * time when the state began, in hexadecimal digits.
 */
final class IdempotencyKey {

  private IdempotencyKey() {}

  static String of(Notice notice) {
    String state = notice.endedAt() == null ? "firing" : "resolved";
    String severity = notice.labels().getOrDefault("severity", "");
    String name = notice.labels().getOrDefault("alertname", "");
    String text =
        String.join(
            "\n",
            name,
            notice.id(),
            state.equals("firing") ? severity : "",
            state,
            notice.stateSince().toString());
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
