package io.heapcast.collector.host;

import io.heapcast.collector.repository.ConfinedDirectory;
import io.heapcast.collector.repository.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Kubernetes tells a pod of itself in files: its downward API where it is mounted at {@code
 * /etc/podinfo}, the place of its documentation, with items {@code name}, {@code namespace} and
 * {@code labels}; and the namespace that comes with each service account. No token is read, and of
 * the labels only the two recommended ones that name a program and its version.
 */
final class PodFiles {

  private static final String POD_INFO = "/etc/podinfo";

  /** Where {@code /var/run} is a link, as in most images, the second is what it leads to. */
  private static final List<String> SERVICE_ACCOUNT =
      List.of(
          "/var/run/secrets/kubernetes.io/serviceaccount",
          "/run/secrets/kubernetes.io/serviceaccount");

  /** The label that names the program. */
  static final String APP_NAME = "app.kubernetes.io/name";

  /** The label that tells its version. */
  static final String APP_VERSION = "app.kubernetes.io/version";

  private static final int MOST_BYTES = 254;
  private static final int MOST_LABELS_BYTES = 16 << 10;
  private static final int MOST_ENTRIES = 64;

  /** Such as {@code ..2026_11_21_08_00_00.123456789}. */
  private static final Pattern DATA = Pattern.compile("\\.\\.[0-9_]+\\.[0-9]+");

  /** A name of Kubernetes (RFC 1123). */
  private static final Pattern NAME = Pattern.compile("[0-9a-z][0-9a-z.-]{0,252}");

  /** One line of the file {@code labels}; a value has nothing in it that is escaped. */
  private static final Pattern LABEL =
      Pattern.compile("([a-z./]{1,63})=\"([0-9A-Za-z][0-9A-Za-z._-]{0,62})\"");

  private PodFiles() {}

  /**
   * Attributes by their OpenTelemetry names, {@code k8s.pod.name} and {@code k8s.namespace.name},
   * and labels by their own; without what is not told.
   *
   * @param root of the container as seen from here
   */
  static Map<String, String> read(Path root) {
    return Patience.read(() -> readAll(root), Map.of());
  }

  private static Map<String, String> readAll(Path root) {
    Map<String, String> found = new HashMap<>();
    for (String account : SERVICE_ACCOUNT) {
      name(root, account, "namespace").ifPresent(name -> found.put("k8s.namespace.name", name));
    }
    name(root, POD_INFO, "namespace").ifPresent(name -> found.put("k8s.namespace.name", name));
    name(root, POD_INFO, "name").ifPresent(name -> found.put("k8s.pod.name", name));
    text(root, POD_INFO, "labels", MOST_LABELS_BYTES)
        .ifPresent(labels -> found.putAll(named(labels)));
    return found;
  }

  private static Map<String, String> named(String labels) {
    Map<String, String> found = new HashMap<>();
    for (String line : labels.split("\n", -1)) {
      Matcher label = LABEL.matcher(line.strip());
      if (label.matches()
          && (label.group(1).equals(APP_NAME) || label.group(1).equals(APP_VERSION))) {
        found.put(label.group(1), label.group(2));
      }
    }
    return found;
  }

  private static Optional<String> name(Path root, String volume, String file) {
    return text(root, volume, file, MOST_BYTES)
        .map(String::strip)
        .filter(name -> NAME.matcher(name).matches());
  }

  /**
   * The kubelet changes all files of a volume at once: each is a link to {@code ..data/<file>}, and
   * {@code ..data} one to the newest directory beside it. No link is followed: that directory is
   * found by its name, which begins with its time.
   */
  private static Optional<String> text(Path root, String volume, String file, int mostBytes) {
    try (ConfinedDirectory directory = ConfinedDirectory.open(root, volume)) {
      Optional<String> data =
          directory.names(MOST_ENTRIES).stream()
              .filter(entry -> DATA.matcher(entry).matches())
              .max(Comparator.naturalOrder());
      if (data.isEmpty()) {
        return Optional.of(directory.text(file, mostBytes));
      }
      try (ConfinedDirectory current = directory.directory(data.get())) {
        return Optional.of(current.text(file, mostBytes));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
