package io.heapcast.collector.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.collector.repository.ConfinedDirectory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM's end of the attach socket, played well and badly. */
@Timeout(60)
final class AttachSocketTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int REPLIES = 10_000;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  private long uid;
  private ServerSocketChannel jvm;
  private Path address;
  private final BlockingQueue<byte[]> replies = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() throws IOException {
    uid = ((Number) Files.getAttribute(root, "unix:uid")).longValue();
    address = Files.createDirectory(root.resolve("tmp")).resolve(".java_pid7");
    jvm = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    jvm.bind(UnixDomainSocketAddress.of(address));
    Thread answers = new Thread(this::answer, "jvm");
    answers.setDaemon(true);
    answers.start();
  }

  @AfterEach
  void stop() throws IOException {
    jvm.close();
  }

  @Test
  void aCommandIsSentAsVersionOneAndItsReplyComesWithoutTheResultCode() throws Exception {
    replies.add(bytes("0\nhello\nworld\n"));

    assertThat(socket().exists()).isTrue();
    assertThat(socket().send(LONG, "jcmd", "JFR.check")).isEqualTo(bytes("hello\nworld\n"));
    assertThat(requests.take()).isEqualTo("1\0jcmd\0JFR.check\0\0\0");
  }

  @Test
  void anotherResultCodeIsTheJvmsOwnError() {
    replies.add(bytes("1\nUnknown diagnostic command\n"));

    assertThatThrownBy(() -> socket().send(LONG, "jcmd", "JFR.check"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("Unknown diagnostic command");
  }

  @Test
  void aJvmThatNeverAnswersIsGivenUpAtTheDeadline() {
    assertThatThrownBy(() -> socket().send(Duration.ofMillis(100), "jcmd", "JFR.check"))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void aLinkOrAFileInPlaceOfTheSocketIsNotSpokenTo() throws IOException {
    Path other = root.resolve("tmp/other");
    Files.move(address, other);
    Files.createSymbolicLink(address, other);
    assertThatThrownBy(() -> socket().send(LONG, "properties")).hasMessageContaining("not secure");

    Files.delete(address);
    Files.writeString(address, "x");
    assertThatThrownBy(() -> socket().exists()).hasMessageContaining("not secure");

    Files.delete(address);
    assertThat(socket().exists()).isFalse();
    assertThat(requests).isEmpty();
  }

  @Test
  void anotherUsersSocketIsNotSpokenTo() {
    assertThatThrownBy(() -> AttachSocket.of(root, 7, uid + 1).exists())
        .hasMessageContaining("not secure");
  }

  @Test
  void onlyCommandsThatCannotStallAJvmAreSent() {
    DiagnosticCommands commands = new DiagnosticCommands(socket(), LONG, () -> {});

    for (String command :
        new String[] {"GC.class_histogram", "Thread.print", "GC.heap_dump x", "JFR.dump", ""}) {
      assertThatThrownBy(() -> commands.send(command)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(requests).isEmpty();
  }

  /**
   * Whatever comes, it is a reply, a list of recordings or an exception that is counted. One that
   * hangs runs into its own deadline, which fails the test: how long all take together says how
   * busy the machine is.
   */
  @Test
  @Timeout(600)
  void tenThousandFuzzedRepliesDoNoHarm() throws Exception {
    Random random = new Random(20261121);
    DiagnosticCommands commands = new DiagnosticCommands(socket(), LONG, () -> {});
    int failed = 0;
    for (int i = 0; i < REPLIES; i++) {
      byte[] reply = FuzzedReplies.next(random);
      replies.add(reply);
      try {
        if (random.nextBoolean()) {
          commands.systemProperties();
        } else {
          HeapcastRecording.ours(commands.send("JFR.check"));
        }
      } catch (IOException e) {
        failed++;
      }
    }
    assertThat(requests).hasSize(REPLIES);
    assertThat(failed).isBetween(REPLIES / 10, REPLIES);
    replies.add(bytes("0\nNo available recordings\n"));
    assertThat(commands.send("JFR.check")).contains("No available");
  }

  private AttachSocket socket() {
    try {
      return new AttachSocket(root, ".java_pid7", ConfinedDirectory.user(uid));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** One reply per connection, cut into pieces by the socket's buffer. */
  private void answer() {
    try {
      while (true) {
        SocketChannel client = jvm.accept();
        ByteBuffer request = ByteBuffer.allocate(2_048);
        client.read(request);
        requests.add(new String(request.array(), 0, request.position(), StandardCharsets.UTF_8));
        try (client) {
          ByteBuffer reply = ByteBuffer.wrap(replies.take());
          while (reply.hasRemaining()) {
            client.write(reply);
          }
        } catch (IOException e) {
          // The other side had enough.
        }
      }
    } catch (IOException e) {
      // closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
