package io.heapcast.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heapcast.collector.Diagnosis;
import io.heapcast.collector.Doctor;
import io.heapcast.collector.SettingsOptions;
import io.heapcast.collector.attach.Finding;
import io.heapcast.telemetry.UserError;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heapcast doctor}: why a JVM can or cannot be watched, and the remedy. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Says of a JVM, or of all on this host, under which name it would be watched, and what stands"
          + " in the way. Changes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  heapcast doctor",
      "  heapcast doctor 4711 --format json",
      "",
      "Run it as the user that the collector runs as.",
      "",
      "Exit codes: 0 every JVM looked at can be watched, 2 no such JVM, 3 one cannot."
    })
final class DoctorCommand implements Callable<Integer> {

  private enum Format {
    text,
    json
  }

  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(arity = "0..1", paramLabel = "PID", description = "Process id of one JVM.")
  private @Nullable Long pid;

  @Option(names = "--all", description = "All JVMs of this host: the default without PID.")
  private boolean all;

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
    Doctor doctor = new Doctor(options.load());
    List<Diagnosis> diagnoses = pid == null || all ? doctor.all() : doctor.of(pid);
    if (pid != null && !all && diagnoses.isEmpty()) {
      throw UserError.usage(
          "process " + pid,
          "no JVM",
          "the process id of a JVM on this host",
          "Run 'heapcast doctor' without one to see all");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      out.println(json(diagnoses));
    } else {
      print(diagnoses, out);
    }
    out.flush();
    return diagnoses.stream().allMatch(Diagnosis::watchable) ? 0 : UserError.ENVIRONMENT;
  }

  private static void print(List<Diagnosis> diagnoses, PrintWriter out) {
    if (diagnoses.isEmpty()) {
      out.println("No JVM found on this host.");
    }
    for (Diagnosis diagnosis : diagnoses) {
      out.printf(
          "%s  %s%n",
          diagnosis.info().getJvmId(),
          diagnosis.watchable() ? "can be watched" : "cannot be watched");
      for (Finding finding : diagnosis.findings()) {
        out.printf("  %-8s %-20s %s%n", word(finding), finding.code(), finding.text());
      }
    }
  }

  private static String json(List<Diagnosis> diagnoses) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("schema", "heapcast.doctor/v1");
    ArrayNode jvms = root.putArray("jvms");
    for (Diagnosis diagnosis : diagnoses) {
      ObjectNode jvm =
          jvms.addObject()
              .put("id", diagnosis.info().getJvmId())
              .put("pid", diagnosis.info().getProcessPid())
              .put("service", diagnosis.info().getServiceName())
              .put("serviceNameSource", diagnosis.info().getServiceNameSource().name())
              .put("watchable", diagnosis.watchable());
      if (diagnosis.info().hasServiceVersion()) {
        jvm.put("serviceVersion", diagnosis.info().getServiceVersion());
      }
      if (diagnosis.info().hasServiceNamespace()) {
        jvm.put("serviceNamespace", diagnosis.info().getServiceNamespace());
      }
      if (diagnosis.info().hasDeploymentEnvironmentName()) {
        jvm.put("deploymentEnvironment", diagnosis.info().getDeploymentEnvironmentName());
      }
      ArrayNode findings = jvm.putArray("findings");
      diagnosis
          .findings()
          .forEach(
              finding ->
                  findings
                      .addObject()
                      .put("kind", word(finding))
                      .put("code", finding.code())
                      .put("text", finding.text()));
    }
    return root.toPrettyString();
  }

  private static String word(Finding finding) {
    return finding.kind().name().toLowerCase(Locale.ROOT);
  }
}
