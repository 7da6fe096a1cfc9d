package io.heapcast.collector.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What the manifest of the jar that a JVM runs says of it, read from the JVM's own root without
 * following links, and no further than a manifest reaches: the file is the JVM's, and not trusted.
 *
 * @param title {@code Implementation-Title}; empty: not told
 * @param version {@code Implementation-Version}; empty: not told
 */
public record JarManifest(Optional<String> title, Optional<String> version) {

  private static final JarManifest SILENT = new JarManifest(Optional.empty(), Optional.empty());

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** It is the first entry, or the second behind its directory. */
  private static final int MOST_ENTRIES = 4;

  private static final int MOST_BYTES = 256 << 10;
  private static final int MOST_CHARACTERS = 100;

  /**
   * Reads it.
   *
   * @param root the JVM's root directory as seen from here
   * @param jar absolute as the JVM sees it; of another one nothing is known
   */
  public static JarManifest of(Path root, String jar) {
    return Patience.read(() -> read(root, jar), SILENT);
  }

  private static JarManifest read(Path root, String jar) {
    int slash = jar.lastIndexOf('/');
    if (!jar.startsWith("/") || !jar.endsWith(".jar")) {
      return SILENT;
    }
    String name = jar.substring(slash + 1);
    try (ConfinedDirectory directory = ConfinedDirectory.open(root, jar.substring(0, slash + 1))) {
      if (directory.attributes(name).filter(PosixFileAttributes::isRegularFile).isEmpty()) {
        return SILENT;
      }
      try (InputStream file = Channels.newInputStream(directory.read(name))) {
        return read(file);
      }
    } catch (IOException | IllegalArgumentException e) {
      return SILENT; // no jar that can be read
    }
  }

  private static JarManifest read(InputStream file) throws IOException {
    ZipInputStream zip = new ZipInputStream(file);
    for (int i = 0; i < MOST_ENTRIES; i++) {
      ZipEntry entry = zip.getNextEntry();
      if (entry == null) {
        break;
      }
      if (entry.getName().equals(MANIFEST)) {
        Manifest manifest =
            new Manifest(new java.io.ByteArrayInputStream(zip.readNBytes(MOST_BYTES)));
        return new JarManifest(
            value(manifest, Attributes.Name.IMPLEMENTATION_TITLE),
            value(manifest, Attributes.Name.IMPLEMENTATION_VERSION));
      }
      if (!entry.isDirectory()) {
        break;
      }
    }
    return SILENT;
  }

  private static Optional<String> value(Manifest manifest, Attributes.Name name) {
    return Optional.ofNullable(manifest.getMainAttributes().getValue(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty() && value.length() <= MOST_CHARACTERS);
  }
}
