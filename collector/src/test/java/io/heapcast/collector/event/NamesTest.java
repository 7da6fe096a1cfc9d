package io.heapcast.collector.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "[B,byte[]",
    "[[J,long[][]",
    "[Ljava.lang.String;,java.lang.String[]",
    "java.util.HashMap$Node,java.util.HashMap$Node",
    "a.B$$Lambda$14+0x00007f1c4c000a00,a.B$$Lambda$14",
    "a.B$$Lambda$14/0x0000000800c03000,a.B$$Lambda$14",
    "a.B$$Lambda+0x00007f1c4c000a00/123456,a.B$$Lambda",
    "[La.B$$Lambda/0x0000000800c03000;,a.B$$Lambda[]"
  })
  void classesAreNamedAsInSourceAndHiddenOnesWithoutTheirNumber(String name, String expected) {
    assertThat(Names.ofClass(name)).isEqualTo(expected);
  }

  @Test
  void aFrameNamesMethodFileAndLine() {
    assertThat(Names.frame("a.b.C$D", "run", 12)).isEqualTo("a.b.C$D.run(C.java:12)");
    assertThat(Names.frame("C", "run", -1)).isEqualTo("C.run(C.java)");
  }
}
