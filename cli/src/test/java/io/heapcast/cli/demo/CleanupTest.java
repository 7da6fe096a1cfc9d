package io.heapcast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {

  private final List<String> done = new ArrayList<>();
  private final Cleanup cleanup = Cleanup.atExit();

  @Test
  void undoesEachStepOnceTheLastOneFirst() {
    cleanup.add(() -> done.add("directory"));
    cleanup.add(() -> done.add("services"));

    cleanup.close();
    cleanup.close();

    assertThat(done).containsExactly("services", "directory");
    assertThat(cleanup.exiting()).isFalse();
  }

  @Test
  void aStepThatFailsDoesNotKeepTheOthersFromIt() {
    cleanup.add(() -> done.add("directory"));
    cleanup.add(
        () -> {
          throw new IllegalStateException("stuck");
        });

    cleanup.close();

    assertThat(done).containsExactly("directory");
  }
}
