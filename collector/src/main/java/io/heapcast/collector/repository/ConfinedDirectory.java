package io.heapcast.collector.repository;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open directory in a place that somebody else controls. It was reached component by component
 * without following a link, so it lies below the root it was opened from; everything done with its
 * entries is relative to the open directory and follows no link either, whatever is renamed or
 * planted meanwhile.
 */
public final class ConfinedDirectory implements Closeable {

  private static final Path SELF = Path.of(".");

  private final SecureDirectoryStream<Path> directory;

  private ConfinedDirectory(SecureDirectoryStream<Path> directory) {
    this.directory = directory;
  }

  /**
   * Opens a directory.
   *
   * @param root where to begin; trusted, and followed if it is a link, as {@code /proc/1/root} is
   * @param path absolute as seen from that root, such as {@code /tmp}
   * @throws IOException when a component is missing, no directory, a link, or {@code ..}
   */
  @SuppressWarnings("StreamResourceLeak") // handed on
  public static ConfinedDirectory open(Path root, String path) throws IOException {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new IOException("found path '%s', expected an absolute one".formatted(path));
    }
    ConfinedDirectory at = new ConfinedDirectory(secure(Files.newDirectoryStream(root)));
    for (String component : path.split("/", -1)) {
      if (component.isEmpty()) {
        continue;
      }
      try (ConfinedDirectory parent = at) {
        at = parent.directory(component);
      }
    }
    return at;
  }

  /** The principal that files of this numeric user id are owned by. */
  public static UserPrincipal user(long uid) throws IOException {
    return FileSystems.getDefault()
        .getUserPrincipalLookupService()
        .lookupPrincipalByName(Long.toString(uid));
  }

  /** A directory in this one; no link. */
  public ConfinedDirectory directory(String name) throws IOException {
    return new ConfinedDirectory(
        secure(directory.newDirectoryStream(entry(name), LinkOption.NOFOLLOW_LINKS)));
  }

  /**
   * The names in it, in no order.
   *
   * @param most of them
   * @throws IOException when there are more
   */
  public List<String> names(int most) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        directory.newDirectoryStream(SELF, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : entries) {
        if (names.size() == most) {
          throw new IOException("found more than %d files, expected fewer".formatted(most));
        }
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  /** What an entry is, itself and not what it may link to; empty: there is none. */
  public Optional<PosixFileAttributes> attributes(String name) throws IOException {
    try {
      return Optional.of(
          directory
              .getFileAttributeView(
                  entry(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What this directory is. */
  public PosixFileAttributes attributes() throws IOException {
    return directory.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
  }

  /** When an entry came or went last. */
  public FileTime modified() throws IOException {
    return attributes().lastModifiedTime();
  }

  /** Sets who may enter this directory. */
  public void permit(Set<PosixFilePermission> permissions) throws IOException {
    directory.getFileAttributeView(PosixFileAttributeView.class).setPermissions(permissions);
  }

  /** Opens an entry for reading; no link. May wait where the entry is a pipe: look before. */
  SeekableByteChannel read(String name) throws IOException {
    return directory.newByteChannel(
        entry(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  /** The text of a small regular file. */
  public String text(String name, int mostBytes) throws IOException {
    if (attributes(name).filter(PosixFileAttributes::isRegularFile).isEmpty()) {
      throw new IOException("found no file " + name);
    }
    ByteBuffer text = ByteBuffer.allocate(mostBytes);
    try (SeekableByteChannel channel = read(name)) {
      while (text.hasRemaining() && channel.read(text) >= 0) {
        // Until it is full or the file ends.
      }
    }
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
  }

  void deleteFile(String name) throws IOException {
    directory.deleteFile(entry(name));
  }

  /** Deletes an empty directory. */
  void deleteDirectory(String name) throws IOException {
    directory.deleteDirectory(entry(name));
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }

  /** One component that stays in this directory. */
  private static Path entry(String name) throws IOException {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new IOException("found '%s', expected the name of an entry".formatted(name));
    }
    return Path.of(name);
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this file system cannot be read without following links");
  }
}
