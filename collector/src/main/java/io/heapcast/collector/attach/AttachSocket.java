package io.heapcast.collector.attach;

import io.heapcast.collector.repository.ConfinedDirectory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import jdk.net.ExtendedSocketOptions;

/**
 * The socket on which a HotSpot JVM takes commands, in version 1 of its protocol, which all have.
 * Spoken here and not by way of {@code com.sun.tools.attach}, as its connections can be given
 * neither a deadline nor a check of who answers.
 *
 * @param root the JVM's root directory as seen from here
 * @param nameInTmp of the socket in the JVM's {@code /tmp}
 * @param owner the JVM's user
 */
record AttachSocket(Path root, String nameInTmp, UserPrincipal owner) {

  /** Replies of the commands used here have a few lines, system properties some kilobytes. */
  private static final int MOST_REPLY_BYTES = 4 << 20;

  private static final String TMP = "/tmp";
  private static final String VERSION = "1";

  /** Version 1 sends so many after the command, empty or not. */
  private static final int ARGUMENTS = 3;

  /**
   * The socket of a JVM.
   *
   * @param pidInside process id as the JVM sees it
   */
  static AttachSocket of(Path root, long pidInside, long uid) throws IOException {
    return new AttachSocket(root, ".java_pid" + pidInside, ConfinedDirectory.user(uid));
  }

  /**
   * Whether it is there: a socket of the JVM's user and no link.
   *
   * @throws IOException when something else is in its place
   */
  boolean exists() throws IOException {
    try (ConfinedDirectory tmp = ConfinedDirectory.open(root, TMP)) {
      Optional<PosixFileAttributes> found = tmp.attributes(nameInTmp);
      if (found.isEmpty()) {
        return false;
      }
      if (!found.get().isOther() || !found.get().owner().equals(owner)) {
        throw new IOException(
            "%s/%s is not a socket of user %s: not secure".formatted(TMP, nameInTmp, owner));
      }
      return true;
    }
  }

  /**
   * Sends a command and reads its reply.
   *
   * @return the reply as bytes, without the result code
   * @throws CommandFailedException when the JVM says so
   */
  byte[] send(Duration timeout, String command, String... arguments)
      throws IOException, TimeoutException {
    exists();
    byte[] reply;
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try (channel) {
      reply =
          BoundedReply.within(
              timeout,
              channel,
              () -> {
                channel.connect(
                    UnixDomainSocketAddress.of(root.resolve(TMP.substring(1)).resolve(nameInTmp)));
                requirePeer(channel);
                write(channel, request(command, List.of(arguments)));
                try {
                  return BoundedReply.read(
                      Channels.newInputStream(channel), MOST_REPLY_BYTES, timeout);
                } catch (TimeoutException e) {
                  throw new IOException(e);
                }
              });
    }
    return checked(reply);
  }

  /** Whoever put the socket there: only the JVM's own user is spoken to. */
  private void requirePeer(SocketChannel channel) throws IOException {
    UserPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    if (!peer.equals(owner)) {
      throw new IOException(
          "%s is served by user %s, expected %s: not secure"
              .formatted(nameInTmp, peer.getName(), owner));
    }
  }

  private static void write(SocketChannel channel, ByteBuffer request) throws IOException {
    while (request.hasRemaining()) {
      channel.write(request);
    }
  }

  private static ByteBuffer request(String command, List<String> arguments) {
    StringBuilder text = new StringBuilder(VERSION).append('\0').append(command).append('\0');
    for (int i = 0; i < ARGUMENTS; i++) {
      text.append(i < arguments.size() ? arguments.get(i) : "").append('\0');
    }
    return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The first line is a result code, 0 for success. */
  static byte[] checked(byte[] reply) throws IOException {
    int end = 0;
    while (end < reply.length && reply[end] != '\n') {
      end++;
    }
    if (end == reply.length) {
      throw new IOException("reply without a result code");
    }
    byte[] text = Arrays.copyOfRange(reply, end + 1, reply.length);
    if (end != 1 || reply[0] != '0') {
      String message = new String(text, 0, Math.min(text.length, 500), StandardCharsets.UTF_8);
      throw new CommandFailedException(message.strip());
    }
    return text;
  }
}
