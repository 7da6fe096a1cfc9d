package io.heapcast.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.collector.host.Cgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OomKillsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path mount;

  @Test
  void onlyAKillSinceTheJvmWasLastSeenCounts() throws IOException {
    kills(3);
    OomKills kills = new OomKills(Optional.of(new Cgroup(mount, "memory/a", "cpu/a", "/a")));
    assertThat(kills.grew()).as("never looked").isFalse();
    kills.look(NOW);
    assertThat(kills.grew()).isFalse();
    kills(4);
    kills.look(NOW.plusMillis(500)); // the count is taken every few seconds only
    assertThat(kills.grew()).isTrue();
    kills.look(NOW.plusSeconds(6));
    assertThat(kills.grew()).as("that was another process").isFalse();
  }

  @Test
  void aGoneContainerTellsNothing() throws IOException {
    kills(3);
    OomKills kills = new OomKills(Optional.of(new Cgroup(mount, "memory/a", "cpu/a", "/a")));
    kills.look(NOW);
    Files.delete(mount.resolve("memory/a/memory.events"));

    assertThat(kills.grew()).isFalse();
    assertThat(new OomKills(Optional.empty()).grew()).isFalse();
  }

  private void kills(int times) throws IOException {
    Path group = Files.createDirectories(mount.resolve("memory/a"));
    Files.writeString(group.resolve("memory.events"), "oom_kill " + times + "\n");
  }
}
