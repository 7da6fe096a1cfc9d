package io.heapcast.collector.attach;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Reads a reply of a JVM: always to its end or to a bound, and always closes it.
 *
 * <p>A JDK 25 JVM may write a reply from inside a safepoint: as long as nobody reads, all its
 * threads stand still. So the thread that asked does nothing but read, and gives up by closing,
 * which frees the JVM at once.
 */
final class BoundedReply {

  private BoundedReply() {}

  /**
   * The whole reply as text.
   *
   * @param mostBytes a longer reply is an error
   * @param timeout time for the whole reply; a reply that is silent beyond it is waited for, which
   *     harms nobody: all that was written has been read
   */
  static String read(InputStream reply, int mostBytes, Duration timeout)
      throws IOException, TimeoutException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (InputStream in = reply) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (true) {
        // Not readAllBytes: with an offset above 0 the attach stream loses data or throws.
        int count = in.read(buffer, 0, buffer.length);
        if (count < 0) {
          return text.toString(StandardCharsets.UTF_8);
        }
        text.write(buffer, 0, count);
        if (text.size() > mostBytes) {
          throw new IOException(
              "reply: found more than %d bytes, expected at most that".formatted(mostBytes));
        }
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException("reply not complete within " + timeout.toMillis() + " ms");
        }
      }
    }
  }
}
