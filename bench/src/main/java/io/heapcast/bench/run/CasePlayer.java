package io.heapcast.bench.run;

import io.heapcast.bench.leak.Case;
import io.heapcast.bench.leak.Contender;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays a case once, before all contenders. Stateless; many may play at the same time. */
public final class CasePlayer {

  private final List<Contender> contenders;

  /**
   * A player.
   *
   * @param contenders with names that differ
   */
  public CasePlayer(List<Contender> contenders) {
    this.contenders = List.copyOf(contenders);
  }

  /**
   * Plays a case to its end.
   *
   * @throws UserError when its telemetry cannot be read, or a contender fails: a table without it
   *     would be another table
   */
  public Played play(Case watched) {
    List<Contender> onCase = contenders.stream().map(Contender::onCase).toList();
    Map<String, JvmPlay> jvms = new LinkedHashMap<>();
    CurveBuilder curve = new CurveBuilder(watched.truth().resource());
    try {
      watched
          .telemetry()
          .play(
              batch -> jvm(jvms, watched, batch.getJvmId(), onCase, curve).accept(batch),
              window ->
                  jvm(jvms, watched, window.getInfo().getJvmId(), onCase, curve).accept(window));
      jvms.values().forEach(JvmPlay::finish);
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw UserError.environment(
          "case " + watched.id(),
          String.valueOf(e.getMessage()),
          "telemetry and contenders that last to its end",
          "Mend what failed and run again",
          e);
    }
    return new Played(
        watched, jvms.values().stream().map(JvmPlay::span).toList(), tracks(jvms), curve.build());
  }

  private JvmPlay jvm(
      Map<String, JvmPlay> jvms,
      Case watched,
      String jvmId,
      List<Contender> onCase,
      CurveBuilder curve) {
    JvmPlay jvm = jvms.get(jvmId);
    if (jvm == null) {
      jvm = new JvmPlay(watched, jvms.size(), jvmId, onCase, curve);
      jvms.put(jvmId, jvm);
    }
    return jvm;
  }

  private List<Track> tracks(Map<String, JvmPlay> jvms) {
    List<List<Track>> perJvm = jvms.values().stream().map(JvmPlay::tracks).toList();
    List<Track> tracks = new ArrayList<>();
    for (int contender = 0; contender < contenders.size(); contender++) {
      for (List<Track> ofJvm : perJvm) {
        tracks.add(ofJvm.get(contender));
      }
    }
    return tracks;
  }
}
