package io.heapcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveBlockTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final LiveBlock block =
      new LiveBlock(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @Test
  void isRedrawnInPlaceWhileOtherLinesScrollAbove() {
    block.draw(List.of("one", "two"));
    PrintStream above = block.above();
    above.print("half a ");
    above.println("line");
    block.draw(List.of("three"));

    assertThat(screen()).containsExactly("half a line", "three");
  }

  @Test
  void isNeverHigherThanASmallTerminal() {
    block.draw(Collections.nCopies(100, "row"));

    assertThat(screen()).hasSize(LiveBlock.MOST_LINES);
  }

  /** What a terminal shows after the bytes written so far: as much of one as the block needs. */
  private List<String> screen() {
    List<String> lines = new ArrayList<>();
    String text = bytes.toString(StandardCharsets.UTF_8);
    for (String line :
        text.replace("\u001b[?7l", "").replace("\u001b[?7h", "").split("(?<=\n)", -1)) {
      String rest = line;
      while (rest.startsWith("\u001b[")) {
        int end = rest.indexOf('A');
        int up = Integer.parseInt(rest.substring(2, end));
        assertThat(rest.substring(end + 1)).startsWith("\r\u001b[J");
        lines.subList(lines.size() - up, lines.size()).clear();
        rest = rest.substring(end + 1 + "\r\u001b[J".length());
      }
      if (!rest.isEmpty()) {
        lines.add(rest.stripTrailing());
      }
    }
    return lines;
  }
}
