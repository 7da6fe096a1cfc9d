package io.heapcast.streams.engine;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heapcast.streams.v1.EngineState;

/** What an engine writes, read again. */
public final class StoredStates {

  private StoredStates() {}

  /** Its state, of which nothing may be unknown to the schema. */
  public static EngineState of(WindowEngine engine) {
    try {
      EngineState state = EngineState.parseFrom(engine.state(0, new ProtoWriter()));
      if (!state.getUnknownFields().asMap().isEmpty()) {
        throw new AssertionError("unknown fields: " + state);
      }
      return state;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
