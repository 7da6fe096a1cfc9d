package io.heapcast.server;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert about nothing, which takes the way that a leak would take: labelled as a leak of a
 * service that nobody has, so that routing by severity and team is tried too.
 *
 * @param severity {@code critical}, {@code warning}, {@code info}
 * @param team whose routes are tried; empty: nobody's
 * @param endedAt null: it fires
 */
record TestNotice(
    String severity, Optional<String> team, Instant startsAt, @Nullable Instant endedAt)
    implements Notice {

  private static final String SERVICE = "heapcast-test";

  TestNotice ended(Instant time) {
    return new TestNotice(severity, team, startsAt, time);
  }

  @Override
  public String id() {
    return "test//" + SERVICE + "/heap@" + startsAt;
  }

  @Override
  public Instant stateSince() {
    return startsAt;
  }

  @Override
  public Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", LeakNotice.NAME);
    labels.put("leak_id", id());
    labels.put("severity", severity);
    labels.put("service_name", SERVICE);
    labels.put("deployment_environment_name", "test");
    labels.put("resource", "heap");
    team.ifPresent(name -> labels.put("team", name));
    return labels;
  }

  @Override
  public Map<String, String> annotations(Links links, Clock clock) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("summary", "TEST: nothing leaks, somebody ran heapcast alert --test");
    annotations.put(
        "description",
        "This is what tells you that alerts of Heapcast arrive here. It ends by itself within"
            + " minutes; there is nothing to do.");
    links.fleet().ifPresent(url -> annotations.put("dashboard_url", url));
    links.runbook(LeakNotice.NAME).ifPresent(url -> annotations.put("runbook_url", url));
    return annotations;
  }

  @Override
  public Instant learnedAt() {
    return startsAt;
  }
}
