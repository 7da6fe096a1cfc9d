package io.heapcast.cli.topics;

import io.heapcast.cli.CommandLogs;
import io.heapcast.cli.VersionCommand;
import io.heapcast.collector.SettingsOptions;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.UserError;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heapcast topics}. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Plans, creates and verifies the Kafka topics of a fleet.",
    footer = {
      "",
      "Examples:",
      "  heapcast topics --plan --jvms 10000",
      "  heapcast topics --create --jvms 10000 --bootstrap-servers kafka:9092",
      "  heapcast topics --verify --jvms 10000 --bootstrap-servers kafka:9092",
      "  heapcast topics --print --jvms 10000 > heapcast-topics.sh",
      "                          for clusters where only their operators may create",
      "",
      "heapcast.prefix is put before topics, groups and application ids.",
      "",
      "Exit codes: 0 fine, 2 usage error, 3 a topic is missing or wrong, or the cluster refuses."
    })
public final class TopicsCommand implements Callable<Integer> {

  /** What to do; exactly one. */
  private static final class Action {
    @Option(names = "--plan", description = "Partitions, disk, rights and quotas; asks no cluster.")
    @SuppressWarnings("UnusedVariable") // the one that is left
    private boolean plan;

    @Option(names = "--create", description = "Creates what is missing, then verifies.")
    private boolean create;

    @Option(names = "--verify", description = "Holds the cluster's topics against the settings.")
    private boolean verify;

    @Option(names = "--print", description = "The same as a script of Kafka's own tools.")
    private boolean print;
  }

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Action action;

  @Option(
      names = "--jvms",
      paramLabel = "N",
      description = "Size of the fleet: gives partitions and replicas where they are not set.")
  private @Nullable Long jvms;

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /** For picocli. */
  public TopicsCommand() {}

  @Override
  public Integer call() {
    if (jvms != null && jvms < 1) {
      throw UserError.usage("--jvms", Long.toString(jvms), "1 or more", "Correct it");
    }
    CommandLogs.starting(options.verbose());
    Settings settings = options.load();
    PrintWriter out = spec.commandLine().getOut();
    if (action.create || action.verify) {
      Settings wanted = jvms == null ? settings : TopicPlan.of(jvms, settings).settings();
      if (action.create) {
        Topics.createMissing(wanted);
      }
      return verify(wanted, out);
    }
    TopicPlan plan = plan(settings);
    List<String> lines = action.print ? TopicScript.lines(plan) : PlanText.lines(plan);
    lines.forEach(out::println);
    return 0;
  }

  private TopicPlan plan(Settings settings) {
    if (jvms == null) {
      throw UserError.usage(
          "--jvms", "nothing", "the number of JVMs to plan for", "Such as --jvms 1000");
    }
    return TopicPlan.of(jvms, settings);
  }

  /** Internal topics may be missing: the parts create them, or refuse to start in words. */
  private int verify(Settings settings, PrintWriter out) {
    List<WantedTopic> shared = WantedTopic.shared(settings);
    List<WantedTopic> internal = InternalTopics.of(settings);
    List<WantedTopic> all = new ArrayList<>(shared);
    all.addAll(internal);
    Map<String, FoundTopic> found;
    try (ClusterTopics cluster = new ClusterTopics(settings)) {
      found = cluster.find(all.stream().map(WantedTopic::name).toList());
    }
    List<String> problems = new ArrayList<>();
    for (WantedTopic wanted : all) {
      FoundTopic topic = found.get(wanted.name());
      if (topic == null && internal.contains(wanted)) {
        out.println(
            "none   " + wanted.name() + "  (Kafka Streams creates it when its part starts)");
        continue;
      }
      List<String> wrong =
          TopicCheck.problems(wanted, topic, settings.integer(Setting.TOPIC_REPLICATION));
      problems.addAll(wrong);
      out.println((wrong.isEmpty() ? "ok     " : "wrong  ") + line(wanted, topic));
    }
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    problems.forEach(problem -> err.println("heapcast: topic " + problem));
    return problems.isEmpty() ? 0 : UserError.ENVIRONMENT;
  }

  private static String line(WantedTopic wanted, @Nullable FoundTopic found) {
    if (found == null) {
      return wanted.name() + "  missing";
    }
    return String.format(
        Locale.ROOT,
        "%s  %d partitions, %d replicas, %,d records%s",
        wanted.name(),
        found.partitions(),
        found.replicas(),
        found.records(),
        size(found.bytes(), found.records()));
  }

  private static String size(OptionalLong bytes, long records) {
    if (bytes.isEmpty()) {
      return "";
    }
    String size = String.format(Locale.ROOT, " in %,d bytes", bytes.getAsLong());
    return records == 0 ? size : size + " (" + bytes.getAsLong() / records + " each)";
  }
}
