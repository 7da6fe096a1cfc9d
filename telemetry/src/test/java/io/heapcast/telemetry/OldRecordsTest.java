package io.heapcast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OldRecordsTest {

  static List<Descriptor> messages() {
    return WireSchema.messages();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void anOldSerializedFormStaysReadable(Descriptor type) throws Exception {
    assertThat(OldRecords.file(type))
        .as("a record of %s as this version writes it; see OldRecords", type.getName())
        .exists();
    String text = Files.readString(OldRecords.file(type));
    Message read = prototype(type).getParserForType().parseFrom(OldRecords.wire(text));

    Message.Builder expected = prototype(type).newBuilderForType();
    TextFormat.merge(text, expected);
    assertThat(read).isEqualTo(expected.build());
    assertThat(read.getUnknownFields().asMap()).isEmpty();
    assertThat(read.toByteArray()).isEqualTo(OldRecords.wire(text));
  }

  private static Message prototype(Descriptor type) throws ReflectiveOperationException {
    Class<?> generated = Class.forName("io.heapcast.telemetry.v1." + type.getName());
    return (Message) generated.getMethod("getDefaultInstance").invoke(null);
  }
}
