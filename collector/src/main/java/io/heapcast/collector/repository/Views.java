package io.heapcast.collector.repository;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private directories in which chunk files are shown to the JDK's reader: {@code
 * heapcast-view-<process id>-…} in this process's temporary directory. They hold nothing but links.
 */
public final class Views {

  private static final Logger LOG = System.getLogger(Views.class.getName());

  private static final String PREFIX = "heapcast-view-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-\\d+");

  private Views() {}

  static Path create() throws IOException {
    return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
  }

  /**
   * Removes those of collectors that were killed. Only this user's, and only links in them.
   *
   * @return how many
   */
  public static int removeLeftOver() {
    return removeLeftOver(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static int removeLeftOver(Path directory) {
    int removed = 0;
    try (ConfinedDirectory temporary = ConfinedDirectory.open(directory, "/")) {
      UserPrincipal self = owner();
      try (DirectoryStream<Path> views = Files.newDirectoryStream(directory, PREFIX + "*")) {
        for (Path view : views) {
          removed += remove(temporary, String.valueOf(view.getFileName()), self) ? 1 : 0;
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "left over directories in {0} stay: {1}", directory, e.toString());
    }
    return removed;
  }

  private static boolean remove(ConfinedDirectory temporary, String name, UserPrincipal self) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches() || runs(Long.parseLong(matcher.group(1)))) {
      return false;
    }
    try (ConfinedDirectory view = temporary.directory(name)) {
      if (!view.attributes().owner().equals(self)) {
        return false;
      }
      for (String entry : view.names(Integer.MAX_VALUE)) {
        if (view.attributes(entry).filter(found -> found.isSymbolicLink()).isPresent()) {
          view.deleteFile(entry);
        }
      }
      temporary.deleteDirectory(name);
      return true;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} stays: {1}", name, e.toString());
      return false;
    }
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static UserPrincipal owner() throws IOException {
    return Files.getOwner(Path.of("/proc/self"), LinkOption.NOFOLLOW_LINKS);
  }
}
