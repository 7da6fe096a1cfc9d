package io.heapcast.collector.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The control group of a process, version 1 or 2, as the host sees it.
 *
 * @param mount where control groups are mounted
 * @param memory path of its memory group below {@code mount}
 * @param cpu path of its CPU group below {@code mount}
 * @param name the group's own path, which container run times and systemd put names into
 */
public record Cgroup(Path mount, String memory, String cpu, String name) {

  private static final Pattern CONTAINER = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

  private static final Pattern UNIT =
      Pattern.compile("/(?:system|app)\\.slice/(?:.*/)?([^/@]+)(?:@[^/]*)?\\.service(?:/|$)");

  private static final Pattern POD =
      Pattern.compile("pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})");

  /** Version 1 says so where there is no limit: near 2^63. */
  private static final long NO_LIMIT = 1L << 60;

  /**
   * From {@code /proc/<pid>/cgroup}.
   *
   * @param text of that file
   */
  static Optional<Cgroup> parse(Path mount, String text) {
    String unified = "";
    String memory = "";
    String cpu = "";
    for (String line : text.split("\n", -1)) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3 || parts[2].contains("..")) {
        continue;
      }
      if (parts[1].isEmpty()) {
        unified = parts[2];
      } else if (("," + parts[1] + ",").contains(",memory,")) {
        memory = parts[2];
      } else if (("," + parts[1] + ",").contains(",cpu,")) {
        cpu = parts[2];
      }
    }
    if (!memory.isEmpty()) {
      return Optional.of(new Cgroup(mount, "memory" + memory, "cpu" + cpu, memory));
    }
    return unified.isEmpty()
        ? Optional.empty()
        : Optional.of(new Cgroup(mount, unified.substring(1), unified.substring(1), unified));
  }

  /** Id of the container; empty: none that is known. */
  public Optional<String> containerId() {
    return last(CONTAINER.matcher(name), 0);
  }

  /** Name of the systemd unit without instance and suffix; empty: it is no service of its own. */
  public Optional<String> systemdUnit() {
    return last(UNIT.matcher(name), 1);
  }

  /** Id of the Kubernetes pod. */
  public Optional<String> podUid() {
    return last(POD.matcher(name), 1).map(uid -> uid.replace('_', '-'));
  }

  /** Memory limit in bytes, of this group or one around it; absent: none. */
  public OptionalLong memoryLimitBytes() {
    OptionalLong least = OptionalLong.empty();
    for (Path group : memoryGroups()) {
      least = least(least, limit(group));
    }
    return least;
  }

  /**
   * Bytes that are left before the nearest limit, where files in memory that nobody used lately
   * count as free; absent: there is no limit.
   */
  public OptionalLong headroomBytes() {
    OptionalLong least = OptionalLong.empty();
    for (Path group : memoryGroups()) {
      OptionalLong limit = limit(group);
      OptionalLong used = first(group, "memory.current", "memory.usage_in_bytes");
      if (limit.isPresent() && used.isPresent()) {
        long files =
            field(group, "memory.stat", "inactive_file")
                .orElse(field(group, "memory.stat", "total_inactive_file").orElse(0));
        least =
            least(
                least, OptionalLong.of(limit.getAsLong() - Math.max(0, used.getAsLong() - files)));
      }
    }
    return least;
  }

  /** Processes of it that were killed for want of memory so far; absent: not told. */
  public OptionalLong timesOomKilled() {
    OptionalLong unified = field(mount.resolve(memory), "memory.events", "oom_kill");
    return unified.isPresent()
        ? unified
        : field(mount.resolve(memory), "memory.oom_control", "oom_kill");
  }

  /** How often its CPU was throttled so far; absent: not told. */
  public OptionalLong timesThrottled() {
    return field(mount.resolve(cpu), "cpu.stat", "nr_throttled");
  }

  /** This one and those around it. */
  private List<Path> memoryGroups() {
    List<Path> groups = new ArrayList<>();
    Path group = mount.resolve(memory);
    while (group != null && group.startsWith(mount)) {
      groups.add(group);
      group = group.getParent();
    }
    return groups;
  }

  private static OptionalLong limit(Path group) {
    OptionalLong limit = first(group, "memory.max", "memory.limit_in_bytes");
    return limit.isPresent() && limit.getAsLong() < NO_LIMIT ? limit : OptionalLong.empty();
  }

  private static OptionalLong first(Path group, String... files) {
    for (String file : files) {
      OptionalLong number = number(text(group.resolve(file)).strip());
      if (number.isPresent()) {
        return number;
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong field(Path group, String file, String field) {
    for (String line : text(group.resolve(file)).split("\n", -1)) {
      if (line.startsWith(field + " ")) {
        return number(line.substring(field.length() + 1).strip());
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong least(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }

  private static Optional<String> last(Matcher matcher, int group) {
    Optional<String> found = Optional.empty();
    while (matcher.find()) {
      found = Optional.of(matcher.group(group));
    }
    return found;
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
