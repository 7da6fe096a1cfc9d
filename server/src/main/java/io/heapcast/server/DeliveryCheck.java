package io.heapcast.server;

import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends one test alert to every configured Alertmanager and webhook, once, and says what each
 * answered. An Alertmanager ends it by itself after {@value #MINUTES} minutes; a webhook is told
 * that it fires and, right after, that it ended.
 */
public final class DeliveryCheck {

  private static final int MINUTES = 2;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final Settings settings;
  private final Clock clock;
  private final TestNotice notice;
  private final Links links;

  /**
   * What one target answered.
   *
   * @param target its kind, host and port; never a path, which may hold a secret
   * @param failure why it was not taken; empty: it was
   */
  public record Answer(String target, Optional<String> failure) {}

  private DeliveryCheck(Settings settings, String severity, Optional<String> team, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.notice = new TestNotice(severity, team, clock.instant(), null);
    this.links = Links.of(settings);
  }

  /**
   * Sends it; takes some seconds per target that does not answer.
   *
   * @param severity {@code critical}, {@code warning} or {@code info}
   * @param team the value of the label {@code team}; empty: without one
   * @return one answer per target, Alertmanagers first
   * @throws UserError when an address is none, or no target is configured
   */
  public static List<Answer> run(
      Settings settings, String severity, Optional<String> team, Clock clock)
      throws InterruptedException {
    List<Answer> answers = new DeliveryCheck(settings, severity, team, clock).answers();
    if (answers.isEmpty()) {
      throw UserError.usage(
          "alert --test",
          "no target",
          Setting.ALERTMANAGER_URLS.key() + " or " + Setting.WEBHOOK_URLS.key(),
          "Set one of them, such as --set "
              + Setting.ALERTMANAGER_URLS.key()
              + "=http://alertmanager:9093");
    }
    return answers;
  }

  private List<Answer> answers() throws InterruptedException {
    List<URI> alertmanagers = TargetUrls.of(settings, Setting.ALERTMANAGER_URLS);
    List<URI> webhooks = TargetUrls.of(settings, Setting.WEBHOOK_URLS);
    List<Answer> answers = new ArrayList<>();
    for (URI address : alertmanagers) {
      Instant endsAt = notice.startsAt().plus(Duration.ofMinutes(MINUTES));
      Map<String, Object> body =
          AlertmanagerAlert.body(notice, notice.labels(), endsAt, links, clock);
      HttpRequest request =
          AlertmanagerClient.request(AlertmanagerClient.api(address), List.of(body));
      answers.add(new Answer("Alertmanager " + address.getAuthority(), failure(request)));
    }
    for (URI address : webhooks) {
      Optional<String> failure = failure(WebhookPost.request(address, notice, links, clock));
      if (failure.isEmpty()) {
        TestNotice ended = notice.ended(clock.instant());
        failure = failure(WebhookPost.request(address, ended, links, clock));
      }
      answers.add(new Answer("webhook " + address.getAuthority(), failure));
    }
    return answers;
  }

  /** Why it was not taken; empty: it was. */
  private Optional<String> failure(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() / 100 == 2
          ? Optional.empty()
          : Optional.of("it answered " + response.statusCode() + " " + firstLine(response.body()));
    } catch (IOException e) {
      return Optional.of(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  private static String firstLine(String body) {
    return body.lines()
        .findFirst()
        .map(line -> line.substring(0, Math.min(line.length(), 200)))
        .orElse("");
  }
}
