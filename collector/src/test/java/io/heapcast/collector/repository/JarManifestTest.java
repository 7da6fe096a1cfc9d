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

final class JarManifestTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  @Test
  void theJarsOwnVersionAndTitleAreReadBelowTheRoot() throws IOException {
    jar("1.2.3");

    assertThat(JarManifest.of(root, "/app/orders.jar").version()).contains("1.2.3");
    assertThat(JarManifest.of(root, "/app/orders.jar").title()).contains("orders");
    assertThat(JarManifest.of(root, "/app/other.jar").version()).isEmpty();
    assertThat(JarManifest.of(root, "app/orders.jar").version()).isEmpty();
  }

  @Test
  void linksAndWhatIsNoJarAreLeftAlone() throws IOException {
    Path jar = jar("1.2.3");
    Files.createSymbolicLink(jar.resolveSibling("link.jar"), jar);
    Files.createSymbolicLink(root.resolve("linked"), jar.getParent());
    Files.writeString(jar.resolveSibling("text.jar"), "no jar at all");

    assertThat(JarManifest.of(root, "/app/link.jar").version()).isEmpty();
    assertThat(JarManifest.of(root, "/linked/orders.jar").version()).isEmpty();
    assertThat(JarManifest.of(root, "/app/text.jar").version()).isEmpty();
    assertThat(JarManifest.of(root, "/app/../app/orders.jar").version()).isEmpty();
  }

  @Test
  void aVersionThatIsNoneIsAbsent() throws IOException {
    jar("x".repeat(101));

    assertThat(JarManifest.of(root, "/app/orders.jar").version()).isEmpty();
  }

  private Path jar(String version) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, " orders ");
    Path jar = Files.createDirectory(root.resolve("app")).resolve("orders.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }
}
