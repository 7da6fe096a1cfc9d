package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.cli.demo.ChildEnd.How;
import io.heapcast.telemetry.v1.AlertState;
import io.heapcast.telemetry.v1.LeakAlert;
import io.heapcast.telemetry.v1.VerdictState;
import io.heapcast.telemetry.v1.WatchState;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AudienceTest {

  private Optional<ChildEnd> end = Optional.empty();

  private final Audience audience =
      new Audience(
          List.of(Scenes.starting(Cast.CART), Scenes.starting(Cast.CATALOG)),
          service -> service.equals(Cast.CART) ? end : Optional.empty(),
          Clock.fixed(Scenes.NOW, ZoneOffset.UTC));

  @Test
  void findsEachServiceByItsProcess() {
    List<DemoJvm> jvms =
        audience.look(
            List.of(Scenes.status(Cast.CATALOG, WatchState.WATCHED)),
            List.of(Scenes.verdict(Cast.CART, Scenes.leak())),
            List.of());

    assertThat(jvms.get(0).state()).isEqualTo(VerdictState.LEAK);
    assertThat(jvms.get(0).watchState()).isEqualTo(WatchState.WATCH_STATE_UNSPECIFIED);
    assertThat(jvms.get(1).watchState()).isEqualTo(WatchState.WATCHED);
    assertThat(jvms.get(1).heap()).isEmpty();
  }

  @Test
  void keepsWhatWasSaidLastOfAJvmThatHasLeft() {
    audience.look(List.of(), List.of(Scenes.verdict(Cast.CART, Scenes.leak())), List.of());
    end = Optional.of(Scenes.end(How.OUT_OF_MEMORY_ERROR));

    DemoJvm cart = audience.look(List.of(), List.of(), List.of()).get(0);

    assertThat(cart.state()).isEqualTo(VerdictState.LEAK);
    assertThat(cart.end()).isEqualTo(Scenes.end(How.OUT_OF_MEMORY_ERROR));
  }

  @Test
  void takesTheFirstFiringAlertAndKeepsIt() {
    LeakAlert firing = Scenes.alert(Cast.CART, Scenes.NOW).alert();
    LeakAlert pending = firing.toBuilder().setState(AlertState.PENDING).build();
    LeakAlert moved =
        firing.toBuilder()
            .setMembers(0, firing.getMembers(0).toBuilder().setForecastP50Ms(1))
            .build();

    assertThat(audience.look(List.of(), List.of(), List.of(pending)).get(0).alerted()).isNull();
    audience.look(List.of(), List.of(), List.of(firing));
    List<DemoJvm> jvms = audience.look(List.of(), List.of(), List.of(moved));

    assertThat(jvms.get(0).alerted()).isEqualTo(Scenes.alert(Cast.CART, Scenes.NOW));
    assertThat(jvms.get(1).alerted()).isNull();
  }
}
