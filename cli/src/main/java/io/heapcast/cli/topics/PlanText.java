package io.heapcast.cli.topics;

import io.heapcast.cli.topics.TopicPlan.Planned;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as lines, with the arithmetic behind it. */
final class PlanText {

  private static final double GIGABYTE = 1e9;
  private static final double MEGABYTE = 1e6;

  private final TopicPlan plan;
  private final List<String> lines = new ArrayList<>();

  private PlanText(TopicPlan plan) {
    this.plan = plan;
  }

  static List<String> lines(TopicPlan plan) {
    PlanText text = new PlanText(plan);
    text.addTable();
    text.addArithmetic();
    text.addRights();
    text.addQuotas();
    text.addSettings();
    return text.lines;
  }

  private void addTable() {
    add("%,d JVMs, %d replicas", plan.jvms(), plan.replicas());
    add("");
    int width =
        plan.topics().stream().mapToInt(planned -> planned.topic().name().length()).max().orElse(1);
    String row = "%-" + width + "s  %10s  %-14s  %9s  %-20s  %8s  %8s";
    add(row, "TOPIC", "PARTITIONS", "CLEANUP", "RETENTION", "A JVM WRITES", "GB A DAY", "GB KEPT");
    for (Planned planned : plan.topics()) {
      add(
          row,
          planned.topic().name(),
          Integer.toString(planned.topic().partitions()),
          planned.topic().config().getOrDefault("cleanup.policy", ""),
          retention(planned.topic()),
          flow(planned.flow()),
          gigabytes(planned.bytesPerDay()),
          gigabytes(planned.bytesKept()));
    }
    add(row, "all", "", "", "", "", gigabytes(plan.bytesPerDay()), gigabytes(plan.bytesKept()));
  }

  private void addArithmetic() {
    Flow telemetry = Flow.of(Topic.TELEMETRY);
    Planned first = plan.topics().get(0);
    long hours = Topic.TELEMETRY.retention(plan.settings()).toHours();
    add("");
    add("Arithmetic");
    add(
        "  partitions   %,d JVMs / %,d a partition, up to the next multiple of %d: %d%s",
        plan.jvms(),
        TopicPlan.JVMS_PER_PARTITION,
        TopicPlan.PARTITION_STEP,
        TopicPlan.partitions(plan.jvms()),
        TopicPlan.partitions(plan.jvms()) == first.topic().partitions()
            ? ""
            : "; but " + first.topic().partitions() + " is set");
    add(
        "  a day        telemetry: %,d JVMs x 86,400 s / %s s x %d B = %s GB; the others alike",
        plan.jvms(),
        number(telemetry.everySeconds()),
        telemetry.bytes(),
        gigabytes(first.bytesPerDay()));
    add(
        "  kept         telemetry: %s GB x %d h / 24 h x %d replicas = %s GB",
        gigabytes(first.bytesPerDay()), hours, plan.replicas(), gigabytes(first.bytesKept()));
    add(
        "               compacted: a record per JVM and its starts in the retention, one a day, x 2"
            + " before compaction,");
    add(
        "               and the last segment of each partition, never compacted: %d MiB, or what %d"
            + " days write",
        Topic.COMPACTED_SEGMENT_BYTES >> 20, TopicPlan.SEGMENT_DAYS);
    add(
        "  retention    telemetry for %d h is the longest outage of streams that loses nothing; for"
            + " 24 h it would keep %s GB",
        hours, gigabytes(first.bytesPerDay() * plan.replicas()));
    add(
        "  changelogs   state is written once per commit where it changed: a longer"
            + " heapcast.commit.interval (now %s) writes less, and windows come later",
        plan.settings().text(Setting.COMMIT_INTERVAL));
    add(
        "  in and out   %s MB/s into the brokers, x %d for replicas on their disks and between"
            + " them",
        megabytes(plan.bytesPerDay() / Duration.ofDays(1).toSeconds()), plan.replicas());
  }

  private void addRights() {
    add("");
    add("Rights, when the topics are there ('--print' has the commands)");
    for (Right right : Right.all(plan.settings())) {
      add(
          "  %-8s %-16s %-45s %s",
          right.part(),
          right.resource(),
          right.name() + (right.prefixed() ? "*" : ""),
          String.join(", ", right.operations()));
    }
    add("  To let the parts create topics themselves: Create on the topics, or on the cluster.");
  }

  private void addQuotas() {
    add("");
    add("Quotas");
    add(
        "  collect      producer_byte_rate=%,d on each broker: %d x what they write, so that an"
            + " outage drains and starves nobody",
        plan.collectorBytesPerSecond(), TopicPlan.CATCH_UP);
    add("  the others   none: they are to catch up as fast as they can");
  }

  private void addSettings() {
    add("");
    add("Settings of all parts");
    add(
        "  %s=%d",
        Setting.TOPIC_PARTITIONS.key(), plan.settings().integer(Setting.TOPIC_PARTITIONS));
    add(
        "  %s=%d",
        Setting.TOPIC_REPLICATION.key(), plan.settings().integer(Setting.TOPIC_REPLICATION));
  }

  private static String retention(WantedTopic topic) {
    String text = topic.config().get("retention.ms");
    if (text == null) {
      return "-";
    }
    Duration retention = Duration.ofMillis(Long.parseLong(text));
    if (retention.isNegative()) {
      return "until read";
    }
    return retention.toHours() % 24 == 0 ? retention.toDays() + " d" : retention.toHours() + " h";
  }

  private static String flow(Flow flow) {
    return flow.bytes() + " B each " + number(flow.everySeconds()) + " s";
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : "%.1f".formatted(value);
  }

  private static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%,.1f", bytes / GIGABYTE);
  }

  private static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%,.1f", bytes / MEGABYTE);
  }

  private void add(String form, Object... values) {
    lines.add(String.format(Locale.ROOT, form, values).stripTrailing());
  }
}
