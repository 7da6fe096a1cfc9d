package io.heapcast.bench.yours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heapcast.bench.leak.Label;
import io.heapcast.telemetry.UserError;
import io.heapcast.telemetry.v1.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabelsTest {

  private static final String HEAD = "file,label,resource,leak_begin,exhausted,family,note\n";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  private final List<UserError> faults = new ArrayList<>();

  @BeforeEach
  void placeFiles() throws IOException {
    for (String name : List.of("a.jfr", "b.jfr", "c.log")) {
      Files.createFile(directory.resolve(name));
    }
  }

  @Test
  void aLeakIsReadWithItsTimes() throws IOException {
    List<LabelledFile> read =
        read(
            HEAD
                + "a.jfr,Leak,Threads,2025-03-01T10:20:00Z,2025-03-01T11:02:10Z,pools,\"by, hand\"");

    assertThat(faults).isEmpty();
    LabelledFile leak = read.get(0);
    assertThat(leak.line()).isEqualTo(2);
    assertThat(leak.files()).containsExactly(directory.resolve("a.jfr"));
    assertThat(leak.truth().label()).isEqualTo(Label.LEAK);
    assertThat(leak.truth().resource()).isEqualTo(Resource.THREADS);
    assertThat(leak.truth().leakBeginMs())
        .hasValue(Instant.parse("2025-03-01T10:20:00Z").toEpochMilli());
    assertThat(leak.truth().exhaustedMs())
        .hasValue(Instant.parse("2025-03-01T11:02:10Z").toEpochMilli());
    assertThat(leak.family()).isEqualTo("pools");
    assertThat(leak.note()).isEqualTo("by, hand");
  }

  @Test
  void columnsMayBeFewAndInAnyOrder() throws IOException {
    List<LabelledFile> read =
        read("# mine\n\nlabel, file\nhealthy, a.jfr; b.jfr\nnot-actionable,c.log\n");

    assertThat(faults).isEmpty();
    assertThat(read.get(0).files())
        .containsExactly(directory.resolve("a.jfr"), directory.resolve("b.jfr"));
    assertThat(read.get(0).truth().resource()).isEqualTo(Resource.HEAP);
    assertThat(read.get(0).family()).isEqualTo("your-healthy-runs");
    assertThat(read.get(1).truth().label()).isEqualTo(Label.NOT_ACTIONABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d.jfr,healthy|no file 'd.jfr'",
        "a.jfr,leaky|label 'leaky'",
        "a.jfr,|no label",
        ",leak|no file",
        "a.jfr,leak|a leak without leak_begin",
        "a.jfr,leak,heap,yesterday|leak_begin 'yesterday'",
        "a.jfr,leak,heap,2025-03-01 10:20|leak_begin '2025-03-01 10:20'",
        "a.jfr,leak,pile,2025-03-01T10:20:00Z|resource 'pile'",
        "a.jfr,leak,heap,2025-03-01T10:20:00Z,2025-03-01T10:20:00Z|exhausted not after",
        "a.jfr,healthy,heap,2025-03-01T10:20:00Z|leak_begin or exhausted in a run that does not leak",
        "a.jfr,healthy,,,,,,too much|8 values",
        "'\"a.jfr,healthy'|a quote that is not closed",
      })
  void aFaultyLineIsToldWithItsNumber(String line, String found) throws IOException {
    assertThat(read(HEAD + "b.jfr,healthy\n" + line + "\nc.log,healthy\n")).hasSize(2);

    assertThat(faults).hasSize(1);
    assertThat(faults.get(0))
        .hasMessageContainingAll("labels.csv line 3: found " + found, "expected");
    assertThat(faults.get(0).exitCode()).isEqualTo(UserError.USAGE);
  }

  @Test
  void aFileBelongsToOneLine() throws IOException {
    read(HEAD + "a.jfr,healthy\na.jfr,healthy\nb.jfr;b.jfr,healthy\n");

    assertThat(faults)
        .extracting(Throwable::getMessage)
        .satisfiesExactly(
            first -> assertThat(first).contains("line 3", "'a.jfr' again"),
            second -> assertThat(second).contains("line 4", "'b.jfr' again"));
  }

  @Test
  void aFamilyLeaksOrNot() throws IOException {
    read(HEAD + "a.jfr,healthy,,,,mine\nb.jfr,leak,,2025-03-01T10:20:00Z,,mine\n");

    assertThat(faults)
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("line 3", "family 'mine'");
  }

  @Test
  void withoutLabelsThereIsARemedy() {
    assertThatThrownBy(() -> Labels.read(directory, faults::add))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll("labels.csv", "no such file", "leakbench yours --help");
  }

  @Test
  void columnsThatNobodyKnowsAreNamed() {
    assertThatThrownBy(() -> read("file,label,colour\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll("line 1", "column 'colour'", "leak_begin");
    assertThatThrownBy(() -> read("a.jfr,healthy\n")).hasMessageContaining("column 'a.jfr'");
    assertThatThrownBy(() -> read("\n")).hasMessageContaining("no line");
    assertThatThrownBy(() -> read("file,note\n")).hasMessageContaining("file and label among them");
  }

  @Test
  void bytesThatAreNoTextAreToldSo() throws IOException {
    Files.write(directory.resolve(Labels.FILE), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatThrownBy(() -> Labels.read(directory, faults::add)).hasMessageContaining("UTF-8");
  }

  private List<LabelledFile> read(String text) throws IOException {
    Files.write(directory.resolve(Labels.FILE), text.getBytes(StandardCharsets.UTF_8));
    return Labels.read(directory, faults::add);
  }
}
