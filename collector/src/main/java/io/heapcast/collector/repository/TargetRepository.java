package io.heapcast.collector.repository;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The JFR repository that a JVM named, as far as it can be trusted: a directory with JFR's own kind
 * of name, reached without links, owned by the JVM's user. Its chunk files are shown to the JDK's
 * reader in a private directory, each as the regular file of that user that it was when checked.
 *
 * <p>What was opened stays readable when the JVM deletes its files or takes its mount namespace
 * along. Its methods wait for the target's file system: call them on a thread that may; {@link
 * #close} waits for nothing.
 */
public final class TargetRepository implements Closeable {

  /** {@code <date>_<pid as the JVM sees it>}. */
  private static final Pattern NAME = Pattern.compile("\\d{4}(_\\d{2}){5}_\\d+");

  private static final Pattern CHUNK = Pattern.compile("[0-9A-Za-z_]{1,100}\\.jfr");

  /** Files of a repository that another tool bounds by hundreds of megabytes. */
  private static final int MOST_NAMES = 4_096;

  /** The newest; at 12 MB each. */
  private static final int MOST_HELD = 64;

  /**
   * Of files that the JVM deleted the last two may not have been read yet. Not more, as they keep
   * their space on its disk.
   */
  private static final int MOST_DELETED_HELD = 2;

  /** The directory's time tells of news; its clock is coarse, so once in a while it is read. */
  private static final int LOOKS_PER_LISTING = 10;

  /** A look takes no time unless the target's file system hangs. */
  private static final Duration FOR_ANOTHER_LOOK = Duration.ofMillis(200);

  private final ConfinedDirectory parent;
  private final ConfinedDirectory directory;
  private final String name;
  private final UserPrincipal owner;
  private final Path view;
  private final Map<String, HeldFile> held = new HashMap<>();
  private final List<String> deleted = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private Optional<FileTime> listedAt = Optional.empty();
  private int looksSinceListing;
  private final Tenancy tenancy = new Tenancy(this::closeAll);

  private TargetRepository(
      ConfinedDirectory parent,
      ConfinedDirectory directory,
      String name,
      UserPrincipal owner,
      Path view) {
    this.parent = parent;
    this.directory = directory;
    this.name = name;
    this.owner = owner;
    this.view = view;
  }

  /**
   * Opens it.
   *
   * @param root the JVM's root directory as seen from here
   * @param path as the JVM names it
   * @param uid user id of the JVM
   * @throws IOException when it is not where or what it should be
   */
  public static TargetRepository open(Path root, String path, long uid) throws IOException {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    if (slash < 0 || !NAME.matcher(name).matches()) {
      throw new IOException("found '%s', expected a JFR repository".formatted(shortened(path)));
    }
    UserPrincipal owner = ConfinedDirectory.user(uid);
    ConfinedDirectory parent = ConfinedDirectory.open(root, "/" + path.substring(0, slash));
    try {
      ConfinedDirectory directory = parent.directory(name);
      UserPrincipal found = directory.attributes().owner();
      if (!found.equals(owner)) {
        directory.close();
        throw new IOException(
            "repository %s: found owner %s, expected %s".formatted(path, found.getName(), owner));
      }
      try {
        return new TargetRepository(parent, directory, name, owner, Views.create());
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      parent.close();
      throw e;
    }
  }

  /** A directory with its chunk files, for reading only; private to this process. */
  public Path view() {
    return view;
  }

  /** Keeps other users out, where nobody but us made the JVM record. */
  public void makePrivate() throws IOException {
    directory.permit(PosixFilePermissions.fromString("rwx------"));
  }

  /**
   * Looks for new and deleted chunk files.
   *
   * @return what was refused since the last call, one line each
   * @throws IOException when the directory cannot be read
   */
  public List<String> refresh() throws IOException {
    return tenancy.use(FOR_ANOTHER_LOOK, List.of(), this::look);
  }

  private List<String> look() throws IOException {
    FileTime modified = directory.modified();
    looksSinceListing++;
    if (listedAt.filter(modified::equals).isPresent() && looksSinceListing < LOOKS_PER_LISTING) {
      return List.of();
    }
    looksSinceListing = 0;
    listedAt = Optional.of(modified);
    Set<String> now = new HashSet<>(newest(directory.names(MOST_NAMES)));
    List<String> problems = new ArrayList<>();
    for (String chunk : now) {
      if (!held.containsKey(chunk) && !refused.contains(chunk)) {
        hold(chunk, problems);
      }
    }
    letGo(now);
    return problems;
  }

  /**
   * Deletes the repository of a JVM that died without doing so, if it holds nothing but chunk files
   * of that JVM's user.
   *
   * @return whether it was deleted
   */
  public boolean deleteOrphan() throws IOException {
    return tenancy.use(FOR_ANOTHER_LOOK, false, this::deleteUnused);
  }

  private boolean deleteUnused() throws IOException {
    if (!isStillThere()) {
      return false;
    }
    List<String> names = directory.names(MOST_NAMES);
    for (String entry : names) {
      Optional<PosixFileAttributes> found = directory.attributes(entry);
      if (!(entry.endsWith(".jfr") || entry.endsWith(".part"))
          || found.isEmpty()
          || !found.get().isRegularFile()
          || !found.get().owner().equals(owner)) {
        return false;
      }
    }
    for (String entry : names) {
      directory.deleteFile(entry);
    }
    parent.deleteDirectory(name);
    return true;
  }

  /** Waits for nobody: a look that hangs closes it when it ends. */
  @Override
  public void close() throws IOException {
    tenancy.close();
  }

  private void closeAll() throws IOException {
    for (String chunk : List.copyOf(held.keySet())) {
      release(chunk);
    }
    directory.close();
    parent.close();
    Files.deleteIfExists(view);
  }

  /** Their names begin with their time. */
  private static List<String> newest(List<String> names) {
    List<String> chunks =
        new ArrayList<>(names.stream().filter(entry -> CHUNK.matcher(entry).matches()).toList());
    chunks.sort(Collections.reverseOrder());
    return chunks.subList(0, Math.min(MOST_HELD, chunks.size()));
  }

  private void hold(String chunk, List<String> problems) throws IOException {
    HeldFile file;
    try {
      file = HeldFile.open(directory, chunk, owner);
    } catch (IOException e) {
      refused.add(chunk);
      problems.add(String.valueOf(e.getMessage()));
      return;
    }
    held.put(chunk, file);
    Files.createSymbolicLink(view.resolve(chunk), file.path());
  }

  private void letGo(Set<String> now) throws IOException {
    refused.retainAll(now);
    deleted.retainAll(held.keySet());
    deleted.removeAll(now);
    held.keySet().stream()
        .filter(chunk -> !now.contains(chunk) && !deleted.contains(chunk))
        .sorted()
        .forEach(deleted::add);
    while (deleted.size() > MOST_DELETED_HELD) {
      release(deleted.remove(0));
    }
  }

  private void release(String chunk) throws IOException {
    HeldFile file = held.remove(chunk);
    if (file != null) {
      Files.deleteIfExists(view.resolve(chunk));
      file.close();
    }
  }

  private boolean isStillThere() throws IOException {
    Object key = directory.attributes().fileKey();
    return parent
        .attributes(name)
        .filter(found -> found.isDirectory() && found.owner().equals(owner))
        .filter(found -> key != null && key.equals(found.fileKey()))
        .isPresent();
  }

  private static String shortened(String path) {
    return path.length() <= 200 ? path : path.substring(0, 200) + "…";
  }
}
