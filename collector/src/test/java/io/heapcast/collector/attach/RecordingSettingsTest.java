package io.heapcast.collector.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.heapcast.collector.event.EventHandlers;
import io.heapcast.collector.jfr.Measurements;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingSettingsTest {

  private final List<String> pages = RecordingSettings.pages(900);

  @Test
  void everyRowIsOnExactlyOnePageAndNoPageIsTooLong() {
    assertThat(pages).hasSizeGreaterThan(1).allMatch(page -> page.length() <= 900);
    for (RecordingSettings.Row row : RecordingSettings.TABLE) {
      assertThat(String.join("", pages)).containsOnlyOnce("+jdk." + row.event() + "#enabled=true");
    }
  }

  @Test
  void everyOptionHasThePlusWithoutWhichItIsIgnored() {
    assertThat(String.join("", pages).strip().split(" "))
        .allMatch(option -> option.startsWith("+"));
  }

  @Test
  void everyEventThatIsReadIsRecorded() {
    assertThat(EventHandlers.of(new Measurements()))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            handler ->
                assertThat(String.join("", pages))
                    .contains("+" + handler.event() + "#enabled=true"));
  }

  @Test
  void everyRowSaysWhatItIsFor() {
    assertThat(RecordingSettings.TABLE).allMatch(row -> !row.why().isBlank());
  }

  @Test
  void nothingThatIsUnsafeSomewhereIsRecorded() {
    assertThat(RecordingSettings.TABLE)
        .extracting(RecordingSettings.Row::event)
        .doesNotContainAnyElementsOf(RecordingSettings.NEVER.keySet())
        .doesNotHaveDuplicates();
    assertThat(RecordingSettings.TABLE).allMatch(row -> !row.why().isEmpty());
  }
}
