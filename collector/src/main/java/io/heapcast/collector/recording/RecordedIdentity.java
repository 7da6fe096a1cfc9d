package io.heapcast.collector.recording;

import io.heapcast.collector.host.ServiceNaming;
import io.heapcast.collector.jfr.JvmFacts;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.JvmInfo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Who a JVM of a recording is. What it was started with is looked through for the allow-listed keys
 * and then forgotten.
 *
 * @param pid as the JVM saw it
 * @param start of the JVM
 */
record RecordedIdentity(long pid, Instant start) {

  private static final Pattern VERSION = Pattern.compile("JRE \\(([0-9]+(?:\\.[0-9]+)*)");

  private static final Pattern PROPERTY = Pattern.compile("-D([^\\s=]+)=(\\S*)");

  /** Of {@code jdk.JVMInformation}. */
  static RecordedIdentity of(RecordedEvent event) {
    return new RecordedIdentity(event.getLong("pid"), event.getInstant("jvmStartTime"));
  }

  /**
   * Stands in for a JVM that a recording does not name.
   *
   * @param start of the recording
   */
  static RecordedIdentity unknown(Instant start) {
    return new RecordedIdentity(1, start);
  }

  /** What a recording says about a JVM beside its measurements. */
  static final class Description {
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    /** {@code jdk.JVMInformation}. */
    boolean jvmInformation(RecordedEvent event) {
      Matcher version = VERSION.matcher(text(event, "jvmVersion"));
      if (version.find()) {
        properties.put("java.version", version.group(1));
      }
      Matcher property = PROPERTY.matcher(text(event, "jvmArguments"));
      while (property.find()) {
        if (ServiceNaming.PROPERTIES.contains(property.group(1))) {
          properties.put(property.group(1), property.group(2));
        }
      }
      properties.put("sun.java.command", ServiceNaming.mainOf(text(event, "javaArguments")));
      return true;
    }

    /** {@code jdk.InitialEnvironmentVariable}. */
    boolean environmentVariable(RecordedEvent event) {
      String key = text(event, "key");
      if (key.equals("OTEL_SERVICE_NAME") || key.equals("OTEL_RESOURCE_ATTRIBUTES")) {
        environment.put(key, text(event, "value"));
      }
      return true;
    }

    private static String text(RecordedEvent event, String field) {
      String text = event.getString(field);
      return text == null ? "" : text;
    }
  }

  /**
   * The identity in the terms of the wire. A recording does not name its host: the file does.
   *
   * @param file the first of this JVM's files
   */
  JvmInfo toInfo(Path file, Description description, JvmFacts facts) {
    JvmId id = new JvmId(stem(file), Math.max(1, pid), Math.max(0, start.getEpochSecond()));
    JvmInfo.Builder info =
        JvmInfo.newBuilder()
            .setJvmId(id.toString())
            .setHostName(id.host())
            .setProcessPid(id.pid())
            .setStartTimeMs(start.toEpochMilli())
            .setServiceInstanceId(id.instance())
            .setCollector(facts.collector());
    ServiceNaming.name(info, description.environment, description.properties, "");
    String version = description.properties.get("java.version");
    if (version != null) {
      info.setJdkVersion(version);
    }
    facts.maxHeapBytes().ifPresent(info::setMaxHeapBytes);
    facts.containerLimitBytes().ifPresent(info::setContainerMemoryLimitBytes);
    return info.build();
  }

  /** {@code soak} of {@code /tmp/soak.jfr}. */
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
  }
}
