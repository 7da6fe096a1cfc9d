package io.heapcast.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Protobuf messages as Kafka values. A null value (tombstone) stays null; bytes that are no such
 * message give a {@link SerializationException} that names topic and message.
 *
 * @param <M> the generated message
 */
public final class ProtoSerde<M extends MessageLite>
    implements Serde<M>, Serializer<M>, Deserializer<M> {

  private final Parser<M> parser;
  private final String name;

  private ProtoSerde(Parser<M> parser, String name) {
    this.parser = parser;
    this.name = name;
  }

  /** The serde of the message that {@code prototype} is an instance of. */
  @SuppressWarnings("unchecked") // getParserForType of M is a Parser<M> by protobuf's contract
  public static <M extends MessageLite> ProtoSerde<M> of(M prototype) {
    return new ProtoSerde<>(
        (Parser<M>) prototype.getParserForType(), prototype.getClass().getSimpleName());
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable M message) {
    return message == null ? null : message.toByteArray();
  }

  @Override
  public @Nullable M deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new SerializationException(
          "record of topic %s: found %d bytes that are no %s: %s"
              .formatted(topic, bytes.length, name, e.getMessage()),
          e);
    }
  }

  @Override
  public Serializer<M> serializer() {
    return this;
  }

  @Override
  public Deserializer<M> deserializer() {
    return this;
  }

  @Override
  public void configure(java.util.Map<String, ?> configs, boolean isKey) {}

  @Override
  public void close() {}
}
