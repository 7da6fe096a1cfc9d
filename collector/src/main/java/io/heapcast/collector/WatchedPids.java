package io.heapcast.collector;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;

/** The processes that the collector looks at: all but its own, or those that the settings name. */
final class WatchedPids {

  private WatchedPids() {}

  /**
   * Whether a process is looked at.
   *
   * @throws UserError when the settings name something else than process ids
   */
  static LongPredicate of(Settings settings) {
    long own = ProcessHandle.current().pid();
    Set<Long> only = new HashSet<>();
    for (String pid : settings.list(Setting.WATCH_PIDS)) {
      try {
        only.add(Long.parseLong(pid));
      } catch (NumberFormatException e) {
        throw UserError.usage(
            Setting.WATCH_PIDS.key(),
            "'" + pid + "'",
            "process ids, comma separated",
            "Correct it");
      }
    }
    return pid -> pid != own && (only.isEmpty() || only.contains(pid));
  }
}
