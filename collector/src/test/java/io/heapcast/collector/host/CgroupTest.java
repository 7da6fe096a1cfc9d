package io.heapcast.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CgroupTest {

  private static final String ID = "0123456789abcdef".repeat(4);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path mount;

  @Test
  void theNearestLimitOfTheUnifiedHierarchyCounts() throws IOException {
    write("a/memory.max", "209715200");
    write("a/memory.current", "104857600");
    write("a/b/memory.max", "max");
    write("a/b/memory.current", "94371840");
    write("a/memory.stat", "anon 5\ninactive_file 10485760\n");
    write("a/b/memory.events", "low 0\noom 2\noom_kill 1\noom_group_kill 0\n");
    write("a/b/cpu.stat", "nr_periods 9\nnr_throttled 7\n");

    Cgroup group = Cgroup.parse(mount, "0::/a/b\n").orElseThrow();

    assertThat(group.memoryLimitBytes()).hasValue(209_715_200);
    assertThat(group.headroomBytes()).hasValue(209_715_200 - 104_857_600 + 10_485_760);
    assertThat(group.timesOomKilled()).hasValue(1);
    assertThat(group.timesThrottled()).hasValue(7);
  }

  @Test
  void versionOneHasItsOwnFilesAndItsOwnNoLimit() throws IOException {
    write("memory/a/memory.limit_in_bytes", "1048576");
    write("memory/a/memory.usage_in_bytes", "1000000");
    write("memory/memory.limit_in_bytes", "9223372036854771712");
    write("memory/a/memory.oom_control", "under_oom 0\noom_kill 4\n");
    write("cpu/a/cpu.stat", "nr_throttled 3\n");

    Cgroup group = Cgroup.parse(mount, "7:cpu,cpuacct:/a\n4:memory:/a\n0::/x\n").orElseThrow();

    assertThat(group.memoryLimitBytes()).hasValue(1_048_576);
    assertThat(group.headroomBytes()).hasValue(48_576);
    assertThat(group.timesOomKilled()).hasValue(4);
    assertThat(group.timesThrottled()).hasValue(3);
  }

  @Test
  void withoutLimitsNothingIsTold() {
    Cgroup group = Cgroup.parse(mount, "0::/none\n").orElseThrow();

    assertThat(group.memoryLimitBytes()).isEmpty();
    assertThat(group.headroomBytes()).isEmpty();
    assertThat(group.timesThrottled()).isEmpty();
    assertThat(Cgroup.parse(mount, "")).isEmpty();
    assertThat(Cgroup.parse(mount, "0::/../../etc")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/system.slice/orders.service,orders",
    "/system.slice/orders@blue.service,orders",
    "/system.slice/system-orders.slice/orders@2.service/child,orders",
    "/user.slice/user-1000.slice/session-3.scope,",
    "/user.slice/user-1000.slice/user@1000.service/app.slice/shop.service,shop",
    "/,"
  })
  void theSystemdUnitIsItsService(String path, String unit) {
    assertThat(Cgroup.parse(mount, "0::" + path).orElseThrow().systemdUnit().orElse(null))
        .isEqualTo(unit);
  }

  @Test
  void containersAndPodsAreRead() {
    String pod = "/kubepods.slice/kubepods-pod12345678_1234_1234_1234_123456789abc.slice/cri-" + ID;
    Cgroup group = Cgroup.parse(mount, "0::" + pod + ".scope").orElseThrow();

    assertThat(group.containerId()).hasValue(ID);
    assertThat(group.podUid()).hasValue("12345678-1234-1234-1234-123456789abc");
    assertThat(Cgroup.parse(mount, "0::/docker/" + ID).orElseThrow().containerId()).hasValue(ID);
    assertThat(Cgroup.parse(mount, "0::/system.slice").orElseThrow().containerId()).isEmpty();
  }

  private void write(String file, String text) throws IOException {
    Path path = mount.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
