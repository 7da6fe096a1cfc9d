package io.heapcast.collector;

import io.heapcast.collector.host.NameRules;
import io.heapcast.collector.host.ProcFs;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The host that is watched.
 *
 * @param proc its processes
 * @param description how its JVMs are described
 * @param clock its clock, which its JVMs share
 */
record Host(ProcFs proc, JvmDescription description, Clock clock) {

  private static final Path PROC = Path.of("/proc");

  /** The host that this process runs on. */
  static Host of(Settings settings) {
    return new Host(
        new ProcFs(PROC),
        new JvmDescription(
            settings.optional(Setting.HOST_NAME).orElseGet(Host::systemName),
            settings.text(Setting.ENVIRONMENT),
            NameRules.parse(settings.text(Setting.NAMING_RULES))),
        Clock.systemUTC());
  }

  private static String systemName() {
    try {
      String name = Files.readString(PROC.resolve("sys/kernel/hostname")).strip();
      return name.isEmpty() ? "localhost" : name;
    } catch (IOException e) {
      return "localhost";
    }
  }
}
