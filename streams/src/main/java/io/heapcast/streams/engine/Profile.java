package io.heapcast.streams.engine;

import io.heapcast.streams.v1.JvmProfile;
import io.heapcast.telemetry.JvmId;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.NameDef;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.TelemetryBatch;

/**
 * Who the JVM is and what its name ids mean: the part of the state that rarely changes. Bounded:
 * above {@link #MAX_NAMES_BYTES} the oldest names are forgotten until the collector repeats them.
 */
final class Profile {

  /** Some 3000 names; with its record well below what a broker accepts (1 MB). */
  private static final int MAX_NAMES_BYTES = 256 * 1024;

  private static final int MAX_NAME_CHARS = 300;
  private static final int MAX_INFO_BYTES = 16 * 1024;

  /** OpenTelemetry's word for a service that does not say its name. */
  private static final String UNKNOWN_SERVICE = "unknown_service:java";

  private final String jvmId;

  /** The words of a fleet are the same in many of its JVMs: they are kept once. */
  private final Names names = new Names();

  private int namesBytes;
  private JvmInfo info;
  private long changes;

  Profile(String jvmId) {
    this.jvmId = jvmId;
    this.info = unknown(JvmId.parse(jvmId));
  }

  static Profile of(String jvmId, JvmProfile stored) {
    Profile profile = new Profile(jvmId);
    if (stored.hasInfo()) {
      profile.info = stored.getInfo();
    }
    stored.getNamesList().forEach(profile::putName);
    profile.changes = 0;
    return profile;
  }

  JvmProfile toStored() {
    JvmProfile.Builder stored =
        JvmProfile.newBuilder().setVersion(WindowEngine.PROFILE_VERSION).setInfo(info);
    names.forEach((id, name) -> stored.addNames(def(id, name)));
    return stored.build();
  }

  void learn(TelemetryBatch batch) {
    if (batch.hasInfo()) {
      learnInfo(batch.getInfo());
    }
    batch.getNamesList().forEach(this::putName);
    forgetOldestNames();
  }

  /** The last that is known of the JVM; at least what its id says. */
  JvmInfo info() {
    return info;
  }

  /** The name of an id, {@link AllocationSites#UNKNOWN} while there is none. */
  String name(int id) {
    String name = names.get(id);
    return name == null ? AllocationSites.UNKNOWN : name;
  }

  /** Rises when there is something to store. */
  long changes() {
    return changes;
  }

  private void learnInfo(JvmInfo said) {
    JvmInfo bounded =
        said.getSerializedSize() <= MAX_INFO_BYTES
            ? said
            : said.toBuilder().clearAttributes().build();
    JvmInfo own = bounded.toBuilder().setJvmId(jvmId).build();
    if (own.getSerializedSize() <= MAX_INFO_BYTES && !own.equals(info)) {
      info = own;
      changes++;
    }
  }

  private void forgetOldestNames() {
    int forgotten = 0;
    while (namesBytes > MAX_NAMES_BYTES) {
      namesBytes -= size(names.id(forgotten), names.name(forgotten));
      forgotten++;
    }
    if (forgotten > 0) {
      names.forgetOldest(forgotten);
    }
  }

  private void putName(NameDef said) {
    String name = Text.cut(said.getName(), MAX_NAME_CHARS);
    String before = names.get(said.getId());
    if (!name.equals(before)) {
      namesBytes += size(said.getId(), name) - (before == null ? 0 : size(said.getId(), before));
      names.put(said.getId(), name.intern());
      changes++;
    }
  }

  private static int size(int id, String name) {
    return def(id, name).getSerializedSize();
  }

  private static NameDef def(int id, String name) {
    return NameDef.newBuilder().setId(id).setName(name).build();
  }

  private static JvmInfo unknown(JvmId id) {
    return JvmInfo.newBuilder()
        .setJvmId(id.toString())
        .setHostName(id.host())
        .setProcessPid(id.pid())
        .setStartTimeMs(1_000 * id.startEpochSecond())
        .setServiceName(UNKNOWN_SERVICE)
        .setServiceNameSource(ServiceNameSource.DOUBTFUL)
        .setServiceInstanceId(id.instance())
        .build();
  }
}
