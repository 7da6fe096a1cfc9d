package io.heapcast.cli.demo;

import io.heapcast.cli.demo.workload.WorkloadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The services of the demo while they run. */
final class Stage implements AutoCloseable {

  private record Actor(DemoService service, Jdk jdk, ChildJvm child) {}

  private final List<Actor> actors = new ArrayList<>();

  private Stage() {}

  /**
   * Starts all services.
   *
   * @param other another JDK than the own one, for the neighbour that prefers it
   * @param directory for their output
   */
  static Stage open(
      List<DemoService> cast,
      Jdk own,
      Optional<Jdk> other,
      WorkloadOptions options,
      Path directory) {
    Stage stage = new Stage();
    try {
      for (DemoService service : cast) {
        Jdk jdk = Cast.prefersOtherJdk(service) ? other.orElse(own) : own;
        ChildJvm child = ChildJvm.start(service, jdk, options, directory);
        stage.actors.add(new Actor(service, jdk, child));
      }
      return stage;
    } catch (Throwable e) {
      stage.close();
      throw e;
    }
  }

  /** Their process ids, comma separated. */
  String pids() {
    return actors.stream()
        .map(actor -> Long.toString(actor.child().pid()))
        .collect(Collectors.joining(","));
  }

  /** All of them as they stand before anything is known. */
  List<DemoJvm> jvms() {
    return actors.stream()
        .map(
            actor ->
                DemoJvm.of(
                    actor.service(), actor.jdk(), actor.child().pid(), actor.child().started()))
        .toList();
  }

  /** The process of a service that is on stage. */
  ChildJvm child(DemoService service) {
    return actors.stream()
        .filter(actor -> actor.service().equals(service))
        .findFirst()
        .orElseThrow()
        .child();
  }

  /** Ends all services side by side; returns when they are gone. Idempotent. */
  @Override
  public void close() {
    actors.parallelStream().map(Actor::child).forEach(ChildJvm::close);
  }
}
