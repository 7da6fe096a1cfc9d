package io.heapcast.cli.demo;

import io.heapcast.cli.LiveBlock;
import io.heapcast.cli.Terminal;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo is seen: on a terminal, lines that scroll above a table redrawn in place;
 * elsewhere the lines alone.
 */
final class DemoScreen {

  private final PrintStream lines;
  private final @Nullable LiveBlock block;
  private final Style style;

  private DemoScreen(PrintStream lines, @Nullable LiveBlock block, Style style) {
    this.lines = lines;
    this.block = block;
    this.style = style;
  }

  /** Standard output, as what it is. */
  static DemoScreen onStandardOutput(Map<String, String> environment) {
    if (!Terminal.interactive()) {
      return plain(System.out);
    }
    LiveBlock block = new LiveBlock(System.out);
    return new DemoScreen(block.above(), block, Style.of(true, environment));
  }

  /** Lines only, without colours. */
  static DemoScreen plain(PrintStream out) {
    return new DemoScreen(out, null, Style.PLAIN);
  }

  Style style() {
    return style;
  }

  /** Adds lines for good. */
  void say(String... more) {
    say(List.of(more));
  }

  /** Adds lines for good. */
  void say(List<String> more) {
    more.forEach(lines::println);
  }

  /** Redraws the table; nothing where there is no terminal. */
  void show(List<String> table) {
    if (block != null) {
      block.draw(table);
    }
  }
}
