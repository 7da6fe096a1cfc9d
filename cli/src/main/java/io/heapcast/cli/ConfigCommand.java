package io.heapcast.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heapcast.collector.SettingsOptions;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Settings.Effective;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heapcast config}. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "Shows every setting in force with its source; secrets are masked.",
    footer = {
      "",
      "Settings come, in rising order, from the default, the --config file, the environment",
      "(heapcast.x.y is HEAPCAST_X_Y) and the command line. heapcast.kafka.* goes to the Kafka",
      "clients untouched.",
      "",
      "Examples:",
      "  heapcast config",
      "  heapcast config --config /etc/heapcast.properties --format json",
      "",
      "Exit codes: 0 fine, 2 an unknown setting or a bad value, 3 the file cannot be read."
    })
final class ConfigCommand implements Callable<Integer> {

  private enum Format {
    text,
    json
  }

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = options.load();
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case text -> lines(settings.effective()).forEach(out::println);
      case json -> out.println(json(settings.effective()));
    }
    return 0;
  }

  /** Key, value, source and description in columns. */
  static List<String> lines(List<Effective> settings) {
    int keyWidth = width(settings, Effective::key);
    int valueWidth = width(settings, ConfigCommand::shownValue);
    int sourceWidth = width(settings, Effective::source);
    String form = "%-" + keyWidth + "s  %-" + valueWidth + "s  %-" + sourceWidth + "s  %s";
    return settings.stream()
        .map(
            setting ->
                form.formatted(
                        setting.key(), shownValue(setting), setting.source(), setting.description())
                    .stripTrailing())
        .toList();
  }

  /**
   * {@code {"schema":"heapcast.config/v1","settings":[{"key","value","source","description"}]}}.
   */
  static String json(List<Effective> settings) {
    ObjectNode document = new ObjectMapper().createObjectNode();
    document.put("schema", "heapcast.config/v1");
    ArrayNode list = document.putArray("settings");
    for (Effective setting : settings) {
      ObjectNode node = list.addObject().put("key", setting.key());
      if (setting.value().isEmpty()) {
        node.putNull("value");
      } else {
        node.put("value", setting.value());
      }
      node.put("source", setting.source()).put("description", setting.description());
    }
    return document.toPrettyString();
  }

  private static String shownValue(Effective setting) {
    return setting.value().isEmpty() ? "(not set)" : setting.value();
  }

  private static int width(List<Effective> settings, Function<Effective, String> column) {
    return settings.stream().map(column).mapToInt(String::length).max().orElse(1);
  }
}
