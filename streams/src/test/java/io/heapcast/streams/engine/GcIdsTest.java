package io.heapcast.streams.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.streams.v1.EngineState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GcIdsTest {

  private static List<Long> ranges(GcIds ids) {
    ProtoWriter out = new ProtoWriter();
    ids.writeTo(out, EngineState.GC_ID_RANGES_FIELD_NUMBER);
    try {
      return EngineState.parseFrom(out.take()).getGcIdRangesList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anIdIsNewOnce() {
    GcIds ids = new GcIds();
    assertThat(ids.add(5)).isTrue();
    assertThat(ids.add(5)).isFalse();
    assertThat(ids.add(3)).isTrue();
    assertThat(ids.add(4)).isTrue();
    assertThat(ids.add(4)).isFalse();
    assertThat(ranges(ids)).containsExactly(3L, 5L);
  }

  @Test
  void itAgreesWithASetWhileThereAreFewHoles() {
    Random random = new Random(1);
    GcIds ids = new GcIds();
    Set<Long> set = new HashSet<>();
    for (int i = 0; i < 50_000; i++) {
      // Ids rise; a few come up to 25 behind.
      long id = i + 25L - (random.nextInt(5) == 0 ? random.nextInt(25) : 0);
      assertThat(ids.add(id)).isEqualTo(set.add(id));
      if (i % 1_000 == 0) {
        ids = GcIds.of(ranges(ids));
      }
    }
    assertThat(ranges(ids).size()).isLessThanOrEqualTo(64);
  }

  @Test
  void ofTooManyHolesTheOldestIsGivenUp() {
    GcIds ids = new GcIds();
    List<Long> added = new ArrayList<>();
    for (long id = 0; id < 2_000; id += 2) {
      assertThat(ids.add(id)).isTrue();
      added.add(id);
    }
    assertThat(ranges(ids)).hasSize(64);
    assertThat(ids.add(1)).isFalse();
    assertThat(ids.add(1_997)).isTrue();
    assertThat(added).noneMatch(ids::add);
  }

  @Test
  void beyondAllIsOnlyWhatIsAboveTheHighest() {
    GcIds ids = new GcIds();
    assertThat(ids.isBeyondAll(1)).isFalse();
    ids.add(7);
    assertThat(ids.isBeyondAll(7)).isFalse();
    assertThat(ids.isBeyondAll(8)).isTrue();
  }
}
