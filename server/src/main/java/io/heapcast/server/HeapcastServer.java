package io.heapcast.server;

import io.heapcast.server.remotewrite.RemoteWriteExport;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.Topic;
import io.heapcast.telemetry.Topics;
import io.heapcast.telemetry.UserError;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The part that the outside sees: {@code /metrics}, {@code /healthz} and alert delivery. */
public final class HeapcastServer implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger(HeapcastServer.class.getName());

  private final Fleet fleet;
  private final WebServer web;
  private final DeadLetters deadLetters;
  private final AlertDelivery delivery;
  private final FleetReader reader;
  private final PartLag partLag;
  private final Optional<RemoteWriteExport> remoteWrite;

  private HeapcastServer(
      Settings settings,
      Fleet fleet,
      ServerStats stats,
      Health health,
      WebServer web,
      Clock clock) {
    this.fleet = fleet;
    this.web = web;
    deadLetters =
        new DeadLetters(
            KafkaClients.producer(settings),
            Topic.DEAD_LETTERS.name(settings),
            Arrays.stream(Topic.values())
                .map(topic -> topic.name(settings))
                .collect(Collectors.toUnmodifiableSet()),
            stats);
    AlertMode.Modes modes = AlertMode.of(settings);
    delivery =
        new AlertDelivery(
            targets(settings, stats, clock),
            new DeliveryPolicy(
                modes, settings.integer(Setting.ALERT_STORM_PAGES), fleet.feedbacks(), clock),
            new LimitTickets(modes, clock),
            fleet::verdicts,
            fleet::alertViews,
            clock);
    reader =
        new FleetReader(
            KafkaClients.consumer(settings),
            settings,
            fleet,
            new FleetFeed(fleet, deadLetters, delivery::accept),
            health,
            stats,
            () -> delivery.resume(fleet.alertViews()),
            clock);
    partLag = PartLag.of(settings, stats);
    remoteWrite = RemoteWriteExport.of(settings);
    remoteWrite.ifPresent(export -> stats.remoteWrite(export.counts()));
  }

  /**
   * Creates missing topics, listens, and begins to read. What was there before is in {@link
   * #fleet()} soon after; {@code /healthz} tells when.
   *
   * @throws UserError when the port is taken, the cluster cannot be reached, or a setting of alert
   *     delivery or remote write is wrong
   */
  public static HeapcastServer start(Settings settings) {
    Clock clock = Clock.system(ZoneId.systemDefault());
    requireDelivery(settings);
    Topics.createMissing(settings);
    Fleet fleet = new Fleet(settings.duration(Setting.STATE_TTL));
    ServerStats stats = new ServerStats();
    stats.links(Links.of(settings));
    Health health = new Health(stats, clock);
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(new FleetMetrics(fleet, stats, clock));
    WebServer web = WebServer.start(settings, registry, health);
    try {
      HeapcastServer server = new HeapcastServer(settings, fleet, stats, health, web, clock);
      server.run(settings);
      return server;
    } catch (RuntimeException e) {
      web.close();
      throw e;
    }
  }

  private void run(Settings settings) {
    delivery.start();
    reader.start();
    partLag.start();
    remoteWrite.ifPresent(RemoteWriteExport::start);
    LOGGER.log(
        Level.INFO,
        "serving http://{0}:{1}/metrics",
        settings.text(Setting.SERVER_HOST),
        Integer.toString(port()));
  }

  /** The port that is listened on. */
  public int port() {
    return web.port();
  }

  /** What is known of the fleet now. */
  public Fleet fleet() {
    return fleet;
  }

  /** Stops reading, serving and posting, within seconds. A second call does nothing. */
  @Override
  public void close() {
    web.close();
    reader.close();
    partLag.close();
    remoteWrite.ifPresent(RemoteWriteExport::close);
    delivery.close();
    deadLetters.close();
  }

  /** Fails on what is wrong before anything is created. */
  private static void requireDelivery(Settings settings) {
    TargetUrls.of(settings, Setting.ALERTMANAGER_URLS);
    TargetUrls.of(settings, Setting.WEBHOOK_URLS);
    AlertMode.of(settings);
    RemoteWriteExport.address(settings);
  }

  private static List<Target> targets(Settings settings, ServerStats stats, Clock clock) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    Links links = Links.of(settings);
    List<Target> targets = new ArrayList<>();
    for (URI address : TargetUrls.of(settings, Setting.ALERTMANAGER_URLS)) {
      targets.add(new AlertmanagerClient(address, http, stats, links, clock));
    }
    for (URI address : TargetUrls.of(settings, Setting.WEBHOOK_URLS)) {
      targets.add(new WebhookClient(address, http, stats, links, clock));
    }
    return targets;
  }
}
