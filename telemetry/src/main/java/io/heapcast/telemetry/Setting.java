package io.heapcast.telemetry;

/**
 * Every setting of every part: the one table that the command line, the configuration file, the
 * environment and {@code heapcast config} are read against. {@code heapcast.x.y} is {@code
 * HEAPCAST_X_Y} in the environment. An empty default means: not set.
 */
public enum Setting {
  BOOTSTRAP_SERVERS(
      "heapcast.bootstrap.servers",
      Kind.TEXT,
      "",
      "Kafka brokers, host:port,… (up and demo bring their own)"),
  PREFIX(
      "heapcast.prefix",
      Kind.TEXT,
      "",
      "Put before every topic name and application id, to share a cluster"),
  TOPIC_PARTITIONS(
      "heapcast.topic.partitions",
      Kind.COUNT,
      "12",
      "Partitions of each topic when created; cannot be raised later without moving keys"),
  TOPIC_REPLICATION(
      "heapcast.topic.replication",
      Kind.INTEGER,
      "-1",
      "Replicas of each topic when created; -1: the broker's default"),
  TELEMETRY_RETENTION(
      "heapcast.telemetry.retention",
      Kind.DURATION,
      "6h",
      "How long telemetry is kept when its topic is created: the longest outage of streams that"
          + " loses nothing"),
  DATA_DIR(
      "heapcast.data.dir",
      Kind.TEXT,
      "",
      "Where up keeps its broker's data; unset: $XDG_STATE_HOME/heapcast or"
          + " ~/.local/state/heapcast"),
  BROKER_PORT(
      "heapcast.broker.port", Kind.PORT, "0", "Port of the embedded broker; 0: any free one"),

  HOST_NAME("heapcast.host.name", Kind.TEXT, "", "Name of this host; unset: the system's"),
  ENVIRONMENT(
      "heapcast.deployment.environment",
      Kind.TEXT,
      "",
      "deployment.environment.name of JVMs that do not say their own"),
  DISCOVERY_INTERVAL(
      "heapcast.discovery.interval",
      Kind.DURATION,
      "2s",
      "How often this host's JVMs are looked for"),
  ATTACH_MIN_AGE(
      "heapcast.attach.min.age",
      Kind.DURATION,
      "10s",
      "A JVM younger than this is not attached to yet"),
  ATTACH_TIMEOUT(
      "heapcast.attach.timeout",
      Kind.DURATION,
      "5s",
      "How long one attach command may take before it is closed"),
  ATTACH_POLICY(
      "heapcast.attach.policy",
      Kind.TEXT,
      "",
      "File that says which JVMs may be watched, read again when it changes; unset: all"),
  ATTACH_KILL_SWITCH(
      "heapcast.attach.kill.switch",
      Kind.TEXT,
      "",
      "While this file exists nothing is attached to, and all our recordings are stopped"),
  NAMING_RULES(
      "heapcast.naming.rules",
      Kind.TEXT,
      "",
      "Names of services by main class or jar, regex=>name;…, before all other sources"),
  COLLECTOR_DIR(
      "heapcast.collector.dir",
      Kind.TEXT,
      "",
      "Where the collector keeps its spool; unset: collector in the directory of"
          + " heapcast.data.dir"),
  SPOOL_MAX_MIB(
      "heapcast.spool.max.mib",
      Kind.COUNT,
      "256",
      "Most disk space, in MiB, for telemetry that waits for the cluster; then the oldest goes"),
  COLLECTOR_MAX_CPU_PERCENT(
      "heapcast.collector.max.cpu.percent",
      Kind.COUNT,
      "20",
      "Of one core; beyond it the collector does without allocation samples, then further JVMs"),
  KEEP_RECORDINGS(
      "heapcast.keep.recordings",
      Kind.FLAG,
      "false",
      "Leave the recordings running when the collector stops: one that starts soon loses nothing"),
  COLLECTOR_METRICS_PORT(
      "heapcast.collector.metrics.port",
      Kind.PORT,
      "",
      "Loopback port for the collector's own metrics; unset: none"),
  EVIDENCE_FULL_COLLECTION(
      "heapcast.evidence.full.collection",
      Kind.FLAG,
      "false",
      "Run one full collection in a JVM of this host when a suspicion asks for it: it pauses that"
          + " JVM"),
  EVIDENCE_FULL_COLLECTION_INTERVAL(
      "heapcast.evidence.full.collection.interval",
      Kind.DURATION,
      "6h",
      "Shortest time between two such collections of one JVM"),
  WATCH_PIDS(
      "heapcast.watch.pids",
      Kind.TEXT,
      "",
      "Watch only these process ids, comma separated; unset: all"),

  WINDOW_GRACE(
      "heapcast.window.grace",
      Kind.DURATION,
      "5s",
      "How long after its end, in the JVM's own time, a window waits for late measurements"),
  STATE_TTL(
      "heapcast.state.ttl",
      Kind.DURATION,
      "24h",
      "State of a JVM that has been silent this long is freed"),
  COMMIT_INTERVAL(
      "heapcast.commit.interval",
      Kind.DURATION,
      "5s",
      "How often the topologies commit; results become visible then; up and demo use 1s"),
  SESSION_TIMEOUT(
      "heapcast.session.timeout",
      Kind.DURATION,
      "45s",
      "A killed topology's partitions are handed over after this; up and demo use 6s"),
  STANDBY_REPLICAS(
      "heapcast.standby.replicas",
      Kind.NATURAL,
      "0",
      "Other instances that keep a warm copy of a topology's state; 0: it is read back from Kafka"),
  INSTANCE_ID(
      "heapcast.instance.id",
      Kind.TEXT,
      "",
      "Name that this instance keeps over restarts, such as its StatefulSet pod's: it gets its"
          + " partitions back when it restarts within heapcast.session.timeout; unset: none"),

  ALERT_HORIZON(
      "heapcast.alert.horizon",
      Kind.DURATION,
      "8h",
      "A leak that may exhaust its limit within this time is critical"),
  ALERT_REPLICAS(
      "heapcast.alert.replicas",
      Kind.COUNT,
      "50",
      "Percent of the comparable replicas that must leak for a critical alert; one alone is all"),
  ALERTMANAGER_URLS(
      "heapcast.alertmanager.urls",
      Kind.TEXT,
      "",
      "Every Alertmanager to post alerts to, http://host:port,…"),
  WEBHOOK_URLS(
      "heapcast.webhook.urls",
      Kind.TEXT,
      "",
      "Every webhook to post alerts to as JSON, https://host/path,…"),
  ALERT_MODE(
      "heapcast.alert.mode",
      Kind.TEXT,
      "page",
      "shadow: store and draw, deliver nothing; ticket: nothing above warning; page: all"),
  ALERT_MODE_SERVICES(
      "heapcast.alert.mode.services",
      Kind.TEXT,
      "",
      "Another mode for some services, service=mode,…"),
  ALERT_STORM_PAGES(
      "heapcast.alert.storm.pages",
      Kind.COUNT,
      "10",
      "New pages within an hour beyond this become tickets and one HeapcastAlertStorm"),
  RUNBOOK_URL(
      "heapcast.runbook.url",
      Kind.TEXT,
      "",
      "Where docs/runbooks is served, for links in alerts: <url>/HeapcastLeak.md"),
  DASHBOARD_URL(
      "heapcast.dashboard.url", Kind.TEXT, "", "Base address of Grafana, for links in alerts"),

  REMOTE_WRITE_URL(
      "heapcast.remote.write.url",
      Kind.TEXT,
      "",
      "Where serve remote-writes windows at their own times, http://host:9090/api/v1/write"),

  SERVER_HOST(
      "heapcast.server.host",
      Kind.TEXT,
      "127.0.0.1",
      "Address that /metrics listens on; loopback unless you open it"),
  SERVER_PORT("heapcast.server.port", Kind.PORT, "9474", "Port of /metrics; 0: any free one");

  /** How a value is read and checked. */
  public enum Kind {
    TEXT("text"),
    /** Any whole number. */
    INTEGER("a whole number"),
    /** A whole number of at least 0. */
    NATURAL("a whole number of at least 0"),
    /** A whole number of at least 1. */
    COUNT("a whole number of at least 1"),
    /** {@code true} or {@code false}. */
    FLAG("true or false"),
    /** 0 to 65535. */
    PORT("a port from 0 to 65535"),
    /** A whole number with its unit, such as {@code 250ms}, {@code 5s}, {@code 10m}, {@code 8h}. */
    DURATION("a duration such as 250ms, 5s, 10m, 8h or 7d");

    private final String expected;

    Kind(String expected) {
      this.expected = expected;
    }

    /** What a good value looks like, in words. */
    public String expected() {
      return expected;
    }
  }

  private final String key;
  private final Kind kind;
  private final String defaultValue;
  private final String description;

  Setting(String key, Kind kind, String defaultValue, String description) {
    this.key = key;
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** {@code heapcast.x.y}. */
  public String key() {
    return key;
  }

  /** {@code HEAPCAST_X_Y}. */
  public String environmentVariable() {
    return key.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
  }

  public Kind kind() {
    return kind;
  }

  /** Empty where the setting is not set by default. */
  public String defaultValue() {
    return defaultValue;
  }

  public String description() {
    return description;
  }
}
