package io.heapcast.collector.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestVersionTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  @Test
  void theJarsOwnVersionIsReadBelowTheRoot() throws IOException {
    jar("1.2.3");

    assertThat(ManifestVersion.of(root, "/app/orders.jar")).contains("1.2.3");
    assertThat(ManifestVersion.of(root, "/app/other.jar")).isEmpty();
    assertThat(ManifestVersion.of(root, "app/orders.jar")).isEmpty();
  }

  @Test
  void linksAndWhatIsNoJarAreLeftAlone() throws IOException {
    Path jar = jar("1.2.3");
    Files.createSymbolicLink(jar.resolveSibling("link.jar"), jar);
    Files.createSymbolicLink(root.resolve("linked"), jar.getParent());
    Files.writeString(jar.resolveSibling("text.jar"), "no jar at all");

    assertThat(ManifestVersion.of(root, "/app/link.jar")).isEmpty();
    assertThat(ManifestVersion.of(root, "/linked/orders.jar")).isEmpty();
    assertThat(ManifestVersion.of(root, "/app/text.jar")).isEmpty();
    assertThat(ManifestVersion.of(root, "/app/../app/orders.jar")).isEmpty();
  }

  @Test
  void aVersionThatIsNoneIsAbsent() throws IOException {
    jar("x".repeat(101));

    assertThat(ManifestVersion.of(root, "/app/orders.jar")).isEmpty();
  }

  private Path jar(String version) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    Path jar = Files.createDirectory(root.resolve("app")).resolve("orders.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }
}
