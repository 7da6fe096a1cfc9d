package io.heapcast.collector;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The JFR repository that a killed JVM leaves behind. Deleted only if it is certainly that: a real
 * directory with JFR's own kind of name, owned by the JVM's user, holding nothing but chunk files.
 */
final class OrphanedRepository {

  private static final Logger LOG = System.getLogger(OrphanedRepository.class.getName());

  /** {@code <date>_<pid as the JVM sees it>}. */
  private static final Pattern NAME = Pattern.compile("\\d{4}(_\\d{2}){5}_\\d+");

  private OrphanedRepository() {}

  /**
   * Deletes it, if it is one.
   *
   * @param uid user id of the JVM that left it
   * @return whether it was deleted
   */
  static boolean delete(Path directory, long uid) {
    try {
      if (!isRepository(directory, uid)) {
        return false;
      }
      List<Path> chunks = new ArrayList<>();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        for (Path entry : entries) {
          if (!isChunk(entry)) {
            return false;
          }
          chunks.add(entry);
        }
      }
      for (Path chunk : chunks) {
        Files.deleteIfExists(chunk);
      }
      Files.delete(directory);
      return true;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "repository " + directory + " of an ended JVM stays", e);
      return false;
    }
  }

  private static boolean isRepository(Path directory, long uid) throws IOException {
    return NAME.matcher(String.valueOf(directory.getFileName())).matches()
        && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && ((Number) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .longValue()
            == uid;
  }

  private static boolean isChunk(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return (name.endsWith(".jfr") || name.endsWith(".part"))
        && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS);
  }
}
