package io.heapcast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class UserErrorTest {

  @Test
  void itIsOneLineOfWhatFoundExpectedAndRemedy() {
    UserError error = UserError.usage("--port", "'x%d'", "a port", "Give a number");
    assertThat(error).hasMessage("--port: found 'x%d', expected a port. Give a number.");
  }

  @Test
  void theExitCodesArePinned() {
    assertThat(UserError.usage("a", "b", "c", "d").exitCode()).isEqualTo(2);
    assertThat(UserError.environment("a", "b", "c", "d").exitCode()).isEqualTo(3);
  }

  @Test
  void theCauseIsKeptForThoseWhoAskForIt() {
    IOException cause = new IOException("disk full");
    assertThat(UserError.environment("a", "b", "c", "d", cause)).hasCause(cause);
  }
}
