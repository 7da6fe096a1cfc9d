package io.heapcast.collector.repository;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file of somebody else that was checked and is held open. By {@link #path} this process opens
 * that very file again, whatever has become of its name: renamed, deleted, replaced by a link, or
 * gone with the mount namespace of a container.
 */
final class HeldFile implements Closeable {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path DESCRIPTOR_INFO = Path.of("/proc/self/fdinfo");

  /**
   * Beyond any chunk, within what file systems take: tells one of our descriptors from all others.
   */
  private static final long MARKS_FROM = 1L << 40;

  private final SeekableByteChannel channel;
  private final Path path;

  private HeldFile(SeekableByteChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  /**
   * Opens and checks a file.
   *
   * @throws IOException when it is no regular file, or another user's
   */
  static HeldFile open(ConfinedDirectory directory, String name, UserPrincipal owner)
      throws IOException {
    // Before opening: a pipe would be waited for.
    check(
        name,
        directory.attributes(name).orElseThrow(() -> new IOException(name + " is gone")),
        owner);
    SeekableByteChannel channel = directory.read(name);
    try {
      Path path = descriptor(channel);
      // Of what was opened, which may be another file by now.
      check(name, Files.readAttributes(path, PosixFileAttributes.class), owner);
      return new HeldFile(channel, path);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Where this process, and no other, finds the file. */
  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void check(String name, PosixFileAttributes found, UserPrincipal owner)
      throws IOException {
    if (!found.isRegularFile()) {
      throw new IOException(
          "%s: found a %s, expected a regular file"
              .formatted(name, found.isSymbolicLink() ? "link" : "special file"));
    }
    if (!found.owner().equals(owner)) {
      throw new IOException(
          "%s: found owner %s, expected %s".formatted(name, found.owner().getName(), owner));
    }
  }

  /** Java does not tell the number of a channel's descriptor; its position shows in /proc. */
  private static Path descriptor(SeekableByteChannel channel) throws IOException {
    long mark = MARKS_FROM + ThreadLocalRandom.current().nextLong(MARKS_FROM / 2);
    String line = "pos:\t" + mark;
    channel.position(mark);
    try (DirectoryStream<Path> numbers = Files.newDirectoryStream(DESCRIPTOR_INFO)) {
      for (Path number : numbers) {
        if (firstLine(number).equals(line)) {
          channel.position(0);
          return DESCRIPTORS.resolve(String.valueOf(number.getFileName()));
        }
      }
    }
    throw new IOException("a file opened by this process is not in " + DESCRIPTOR_INFO);
  }

  private static String firstLine(Path info) {
    try {
      return Files.exists(info, LinkOption.NOFOLLOW_LINKS)
          ? Files.readString(info).lines().findFirst().orElse("")
          : "";
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
