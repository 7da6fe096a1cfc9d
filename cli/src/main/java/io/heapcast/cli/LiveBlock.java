package io.heapcast.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines at the bottom of a terminal that are redrawn in place, while other output scrolls above
 * them. Thread-safe.
 *
 * <p>Lines wider than the terminal are cut by it. The block must not be higher than the terminal:
 * {@value #MOST_LINES} lines fit the smallest usual one.
 */
public final class LiveBlock {

  /** A terminal of 24 lines, less the cursor's and a little air. */
  public static final int MOST_LINES = 22;

  private static final String ESCAPE = "\u001b[";
  private static final String CLEAR_TO_END = ESCAPE + "J";
  private static final String NO_WRAP = ESCAPE + "?7l";
  private static final String WRAP = ESCAPE + "?7h";

  /** There is one terminal: whatever is redrawn at its bottom must know of each other. */
  private static final LiveBlock STANDARD_OUTPUT = new LiveBlock(System.out);

  private final PrintStream terminal;
  private List<String> lines = List.of();

  /** A block at the bottom of this terminal, empty at first. */
  public LiveBlock(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** The block at the bottom of standard output, shared by all who draw there. */
  static LiveBlock onStandardOutput() {
    return STANDARD_OUTPUT;
  }

  /** Replaces the block; of more than {@value #MOST_LINES} lines the last are not shown. */
  public synchronized void draw(List<String> newLines) {
    StringBuilder screen = new StringBuilder(erased());
    lines = List.copyOf(newLines.subList(0, Math.min(newLines.size(), MOST_LINES)));
    append(screen);
    flush(screen);
  }

  /** A stream whose complete lines appear above the block. */
  public PrintStream above() {
    return new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
  }

  private synchronized void printAbove(String text) {
    StringBuilder screen = new StringBuilder(erased()).append(text);
    append(screen);
    flush(screen);
  }

  private String erased() {
    return lines.isEmpty() ? "" : ESCAPE + lines.size() + "A\r" + CLEAR_TO_END;
  }

  private void append(StringBuilder screen) {
    screen.append(NO_WRAP);
    lines.forEach(line -> screen.append(line).append('\n'));
    screen.append(WRAP);
  }

  private void flush(StringBuilder screen) {
    terminal.print(screen);
    terminal.flush();
  }

  /** Collects bytes up to the end of a line. */
  private final class Lines extends OutputStream {

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      pending.write(b);
      if (b == '\n') {
        printAbove(pending.toString(StandardCharsets.UTF_8));
        pending.reset();
      }
    }
  }
}
