package io.heapcast.collector.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class BoundedReplyTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void aReplyInPiecesIsReadToItsEndAndClosed() throws Exception {
    Reply reply = new Reply(5_000);

    assertThat(BoundedReply.read(reply, 1 << 20, LONG))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(Reply.PIECE.repeat(5_000));
    assertThat(reply.closed).isTrue();
    assertThat(reply.readWithOffset).isFalse();
  }

  @Test
  void aReplyBeyondTheBoundIsGivenUpAndClosed() {
    Reply reply = new Reply(Integer.MAX_VALUE);

    assertThatThrownBy(() -> BoundedReply.read(reply, 1_000, LONG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1000 bytes");
    assertThat(reply.closed).isTrue();
  }

  @Test
  void aReplyThatNeverEndsIsGivenUpInTimeAndClosed() {
    Reply reply = new Reply(Integer.MAX_VALUE);

    assertThatThrownBy(() -> BoundedReply.read(reply, Integer.MAX_VALUE, Duration.ofMillis(50)))
        .isInstanceOf(TimeoutException.class);
    assertThat(reply.closed).isTrue();
  }

  @Test
  void aReplyThatFailsIsClosed() {
    Reply reply =
        new Reply(1) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("reset");
          }
        };

    assertThatThrownBy(() -> BoundedReply.read(reply, 1_000, LONG)).hasMessage("reset");
    assertThat(reply.closed).isTrue();
  }

  @Test
  void aSilentReplyIsClosedByAnotherThreadAtTheDeadline() {
    CountDownLatch closed = new CountDownLatch(1);
    Reply silent =
        new Reply(1) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
              closed.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
          }

          @Override
          public void close() {
            super.close();
            closed.countDown();
          }
        };

    assertThatThrownBy(() -> BoundedReply.read(silent, 1_000, Duration.ofMillis(50)))
        .isInstanceOf(TimeoutException.class);
  }

  /** Behaves as the attach stream: small pieces, and useless with an offset. */
  private static class Reply extends InputStream {

    static final String PIECE = "twelve bytes";

    private int piecesLeft;
    private volatile boolean closed;
    private boolean readWithOffset;

    Reply(int pieces) {
      this.piecesLeft = pieces;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("byte by byte");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      readWithOffset |= offset > 0;
      if (closed) {
        throw new IOException("closed");
      }
      if (piecesLeft-- <= 0) {
        return -1;
      }
      byte[] piece = PIECE.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(piece, 0, buffer, offset, piece.length);
      return piece.length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
