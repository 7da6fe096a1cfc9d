package io.heapcast.collector.policy;

import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.io.Reader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The attach policy as its file says it now. A file that went bad or away while it is in use is
 * told once; the policy read last stays. Used by one thread.
 */
public final class PolicyFile {

  private static final Logger LOG = System.getLogger(PolicyFile.class.getName());

  private final @Nullable Path file;
  private AttachPolicy policy;
  private String version = "";

  /**
   * Reads the file.
   *
   * @param file empty: everything is watched
   * @throws UserError when it cannot be read
   */
  public PolicyFile(Optional<Path> file) {
    this.file = file.orElse(null);
    this.policy = AttachPolicy.all();
    if (this.file != null) {
      this.version = version(this.file);
      this.policy = read(this.file);
    }
  }

  public AttachPolicy policy() {
    return policy;
  }

  /**
   * Reads the file again if it has changed.
   *
   * @return whether another policy is in force now
   */
  public boolean reload() {
    if (file == null) {
      return false;
    }
    String now = version(file);
    if (now.equals(version)) {
      return false;
    }
    version = now;
    try {
      AttachPolicy read = read(file);
      LOG.log(Level.INFO, "attach policy {0} read again", file);
      policy = read;
      return true;
    } catch (UserError e) {
      LOG.log(Level.WARNING, "{0}; the policy read before stays in force", e.getMessage());
      return false;
    }
  }

  /** Time and size; a file that is replaced has another key. */
  private static String version(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
    } catch (IOException e) {
      return "gone";
    }
  }

  private static AttachPolicy read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw UserError.environment(
          "attach policy " + file,
          String.valueOf(e),
          "a readable properties file",
          "Check heapcast.attach.policy",
          e);
    }
    return AttachPolicy.parse(properties, file.toString());
  }
}
