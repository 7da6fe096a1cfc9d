package io.heapcast.bench.run;

import io.heapcast.bench.leak.Case;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Plays many cases side by side. What comes out is sorted by tier and id and does not depend on
 * which case was played when.
 */
public final class Playlist {

  private final CasePlayer player;
  private final int threads;
  private final RunProgress progress;

  /**
   * A playlist.
   *
   * @param threads cases that are played at the same time, at least 1
   */
  public Playlist(CasePlayer player, int threads, RunProgress progress) {
    this.player = player;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Plays all cases.
   *
   * @param digest makes of a played case what is to be kept; runs in the thread that played it, so
   *     that no more than {@code threads} played cases are in memory
   * @throws io.heapcast.telemetry.UserError as {@link CasePlayer#play} does; the other cases are
   *     not played to their end then
   */
  public <T> List<T> play(List<Case> cases, Function<Played, T> digest) {
    List<Case> ordered = new ArrayList<>(cases);
    ordered.sort(Comparator.comparing(Case::tier).thenComparing(Case::id));
    progress.begin(ordered.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads, Playlist::daemon);
    try {
      return collect(ordered, submitted(pool, ordered, digest));
    } finally {
      pool.shutdownNow();
      progress.end();
    }
  }

  /** Shuffled, so that the time of the first ones tells that of the rest. */
  private <T> List<Future<T>> submitted(
      ExecutorService pool, List<Case> ordered, Function<Played, T> digest) {
    List<Integer> turns = new ArrayList<>();
    List<Future<T>> futures = new ArrayList<>(Collections.nCopies(ordered.size(), null));
    for (int i = 0; i < ordered.size(); i++) {
      turns.add(i);
    }
    Collections.shuffle(turns, new Random(ordered.size()));
    for (int turn : turns) {
      futures.set(
          turn,
          pool.submit(
              () -> {
                T kept = digest.apply(player.play(ordered.get(turn)));
                progress.played();
                return kept;
              }));
    }
    return futures;
  }

  private static <T> List<T> collect(List<Case> ordered, List<Future<T>> futures) {
    List<T> kept = new ArrayList<>(futures.size());
    for (int i = 0; i < futures.size(); i++) {
      try {
        kept.add(futures.get(i).get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException("case " + ordered.get(i).id(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while playing", e);
      }
    }
    return kept;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "leakbench-player");
    thread.setDaemon(true);
    return thread;
  }
}
