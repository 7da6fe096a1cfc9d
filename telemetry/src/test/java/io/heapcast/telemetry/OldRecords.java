package io.heapcast.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Records as some version wrote them, one file per message: {@code # wire: <base64>}, then what
 * they said, as protobuf text. Once committed a file is never changed.
 *
 * <p>{@code main} writes the files that are missing, with every field set:
 *
 * <pre>mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.heapcast.telemetry.OldRecords -pl telemetry</pre>
 */
final class OldRecords {

  static final Path DIRECTORY = Path.of("src/test/resources/wire/v1");
  static final String WIRE = "# wire: ";

  private OldRecords() {}

  static Path file(Descriptor message) {
    return DIRECTORY.resolve(message.getName() + ".textproto");
  }

  static byte[] wire(String text) {
    return text.lines()
        .filter(line -> line.startsWith(WIRE))
        .map(line -> Base64.getDecoder().decode(line.substring(WIRE.length())))
        .findFirst()
        .orElseThrow();
  }

  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(DIRECTORY);
    for (Descriptor message : WireSchema.messages()) {
      if (!Files.exists(file(message))) {
        Message full = full(message, 0);
        String wire = Base64.getEncoder().encodeToString(full.toByteArray());
        String text = TextFormat.printer().printToString(full);
        Files.writeString(file(message), WIRE + wire + "\n" + text, UTF_8);
      }
    }
  }

  private static DynamicMessage full(Descriptor type, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      Object value = value(field, depth);
      if (field.isRepeated()) {
        message.addRepeatedField(field, value);
      } else {
        message.setField(field, value);
      }
    }
    return message.build();
  }

  /** Large enough to need all the bytes of its type, and another for each field. */
  private static Object value(FieldDescriptor field, int depth) {
    int number = field.getNumber();
    return switch (field.getJavaType()) {
      case INT -> Integer.MIN_VALUE + number;
      case LONG -> 1_700_000_000_000L + 1_000L * depth + number;
      case FLOAT -> 0.5f + number;
      case DOUBLE -> 0.25 + number;
      case BOOLEAN -> true;
      case STRING -> field.getName() + " ä/1@" + number;
      case BYTE_STRING -> ByteString.copyFromUtf8(field.getName());
      case ENUM -> field.getEnumType().getValues().get(field.getEnumType().getValues().size() - 1);
      case MESSAGE -> full(field.getMessageType(), depth + 1);
    };
  }
}
