package io.heapcast.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodFilesTest {

  private static final String ACCOUNT = "run/secrets/kubernetes.io/serviceaccount";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  @Test
  void aContainerWithoutKubernetesHasNone() {
    assertThat(PodFiles.read(root)).isEmpty();
  }

  @Test
  void volumesAreReadAsTheKubeletLaysThemOut() throws IOException {
    volume(ACCOUNT, "..2026_11_21_08_00_00.1", Map.of("namespace", "old\n"));
    volume(ACCOUNT, "..2026_11_21_09_00_00.2", Map.of("namespace", "shop\n", "token", "secret"));
    Files.createDirectories(root.resolve("var"));
    Files.createSymbolicLink(root.resolve("var/run"), Path.of("/run"));
    volume("etc/podinfo", "..2026_11_21_08_00_00.3", Map.of("name", "cart-7d4b9-x2x"));

    assertThat(PodFiles.read(root))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("k8s.namespace.name", "shop", "k8s.pod.name", "cart-7d4b9-x2x"));
  }

  @Test
  void plantedLinksAndOddNamesAreLeftAlone() throws IOException {
    Path secret = Files.writeString(root.resolve("secret"), "hunter2");
    Path volume = Files.createDirectories(root.resolve("etc/podinfo"));
    Files.createSymbolicLink(volume.resolve("name"), secret);
    Files.writeString(volume.resolve("namespace"), "no name\nof kubernetes");
    Path outside = Files.createDirectories(root.resolve("outside"));
    Files.writeString(outside.resolve("namespace"), "outside");
    Path account = Files.createDirectories(root.resolve(ACCOUNT));
    Files.createSymbolicLink(account.resolve("..2026_11_21_08_00_00.4"), outside);

    assertThat(PodFiles.read(root)).isEmpty();
  }

  @Test
  void ofTheLabelsOnlyNameAndVersionAreTaken() throws IOException {
    volume(
        "etc/podinfo",
        "..2026_11_21_08_00_00.5",
        Map.of(
            "labels",
            """
            app="x"
            app.kubernetes.io/name="cart"
            app.kubernetes.io/version="1.2.3"
            team="hunter2"
            app.kubernetes.io/part-of="a \\"b\\""
            """));

    assertThat(PodFiles.read(root))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(PodFiles.APP_NAME, "cart", PodFiles.APP_VERSION, "1.2.3"));
  }

  private void volume(String path, String data, Map<String, String> files) throws IOException {
    Path volume = Files.createDirectories(root.resolve(path));
    Path current = Files.createDirectory(volume.resolve(data));
    Files.deleteIfExists(volume.resolve("..data"));
    Files.createSymbolicLink(volume.resolve("..data"), Path.of(data));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(current.resolve(file.getKey()), file.getValue());
      Files.deleteIfExists(volume.resolve(file.getKey()));
      Files.createSymbolicLink(
          volume.resolve(file.getKey()), Path.of("..data").resolve(file.getKey()));
    }
  }
}
