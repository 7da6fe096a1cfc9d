package io.heapcast.collector;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where an agent keeps what waits for the cluster, unless it is told: a private directory below the
 * one for temporary files, which everybody may write to. One that an agent left whose JVM is gone
 * is taken over, so that what waits there is sent, and none is left behind for each.
 */
final class AgentDirectory {

  private static final String PREFIX = "heapcast-agent-";

  private static final Set<PosixFilePermission> PRIVATE =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private AgentDirectory() {}

  /** One that is free and our own, or a new one. */
  static Path in(Path temporary) throws IOException {
    Path fresh = Files.createTempDirectory(temporary, PREFIX); // for its owner only
    PosixFileAttributes own = attributes(fresh);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path each : left) {
        if (!each.equals(fresh) && isPrivateOf(each, own) && isFree(each) && taken(each, fresh)) {
          return fresh;
        }
      }
    }
    return fresh;
  }

  /** Links, and what another user made, are left alone. */
  private static boolean isPrivateOf(Path path, PosixFileAttributes own) {
    try {
      PosixFileAttributes found = attributes(path);
      return found.isDirectory()
          && found.owner().equals(own.owner())
          && found.permissions().equals(PRIVATE);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isFree(Path directory) {
    try (FileChannel channel =
            FileChannel.open(directory.resolve("lock"), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false; // an agent is just about to lock it, or it is in this very JVM
    }
  }

  /** Of agents that start at the same time one succeeds. */
  private static boolean taken(Path left, Path fresh) {
    try {
      Files.move(left, fresh, StandardCopyOption.ATOMIC_MOVE); // in place of what is empty
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
