package io.heapcast.detector.alert;

import io.heapcast.telemetry.v1.EndReason;
import io.heapcast.telemetry.v1.JvmEnded;
import io.heapcast.telemetry.v1.JvmInfo;
import io.heapcast.telemetry.v1.JvmVerdict;
import io.heapcast.telemetry.v1.Resource;
import io.heapcast.telemetry.v1.ResourceVerdict;
import io.heapcast.telemetry.v1.ServiceNameSource;
import io.heapcast.telemetry.v1.VerdictState;

/**
 * Verdicts of one JVM, times in minutes. Leaks are caught {@link #CAUGHT_MINUTES} after the start
 * and forecast to end an hour after that, between 50 and 80 minutes.
 */
public record SaidOfJvm(String jvmId, String service, String version, int startMinute) {

  public static final long MINUTE = 60_000;
  static final int CAUGHT_MINUTES = 10;
  private static final double LIMIT = 1000;

  public static SaidOfJvm of(String jvmId, int startMinute) {
    return new SaidOfJvm(jvmId, "cart", "", startMinute);
  }

  public SaidOfJvm version(String version) {
    return new SaidOfJvm(jvmId, service, version, startMinute);
  }

  public SaidOfJvm service(String name) {
    return new SaidOfJvm(jvmId, name, version, startMinute);
  }

  public JvmVerdict heap(int minute, VerdictState state) {
    return at(minute).addResources(resource(Resource.HEAP, minute, state)).build();
  }

  public JvmVerdict heap(int minute, ResourceVerdict.Builder heap) {
    return at(minute).addResources(heap).build();
  }

  public JvmVerdict ended(int minute, VerdictState state, EndReason reason) {
    return ended(minute, resource(Resource.HEAP, minute, state), reason);
  }

  public JvmVerdict ended(int minute, ResourceVerdict.Builder heap, EndReason reason) {
    return at(minute)
        .setEnded(JvmEnded.newBuilder().setTimeMs(minute * MINUTE).setReason(reason))
        .addResources(heap)
        .build();
  }

  public JvmVerdict.Builder at(int minute) {
    return JvmVerdict.newBuilder().setAsOfMs(minute * MINUTE).setInfo(info());
  }

  public ResourceVerdict.Builder resource(Resource resource, int minute, VerdictState state) {
    ResourceVerdict.Builder verdict =
        ResourceVerdict.newBuilder()
            .setResource(resource)
            .setState(state)
            .setLevel(LIMIT / 2)
            .setLimit(LIMIT);
    if (state == VerdictState.LEAK) {
      double since = (minute - startMinute - CAUGHT_MINUTES) * 60;
      verdict
          .setProbability(0.97)
          .setAlertTimeMs((startMinute + CAUGHT_MINUTES) * MINUTE)
          .setExhaustionP10S(3000 - since)
          .setExhaustionP50S(3600 - since)
          .setExhaustionP90S(4800 - since);
    } else if (state == VerdictState.LEAK_SUSPECTED) {
      verdict.setProbability(0.6);
    }
    return verdict;
  }

  public JvmInfo info() {
    JvmInfo.Builder info =
        JvmInfo.newBuilder()
            .setJvmId(jvmId)
            .setServiceName(service)
            .setServiceInstanceId(jvmId)
            .setServiceNameSource(ServiceNameSource.CONFIGURED)
            .setStartTimeMs(startMinute * MINUTE);
    if (!version.isEmpty()) {
      info.setServiceVersion(version);
    }
    return info.build();
  }
}
