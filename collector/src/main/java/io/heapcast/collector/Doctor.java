package io.heapcast.collector;

import io.heapcast.collector.attach.Examination;
import io.heapcast.collector.attach.Finding;
import io.heapcast.collector.host.JvmDiscovery;
import io.heapcast.collector.host.JvmProcess;
import io.heapcast.collector.policy.AttachGate;
import io.heapcast.telemetry.Setting;
import io.heapcast.telemetry.Settings;
import io.heapcast.telemetry.v1.JvmInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Why the JVMs of this host can or cannot be watched. Changes nothing: no recording is started, no
 * attach mechanism woken.
 */
public final class Doctor {

  private final Host host;
  private final AttachGate gate;
  private final Examination examination;

  /**
   * A doctor who would watch as these settings say.
   *
   * @throws io.heapcast.telemetry.UserError when the attach policy cannot be read
   */
  public Doctor(Settings settings) {
    this.host = Host.of(settings);
    this.gate = new AttachGate(settings, host.proc());
    this.examination = new Examination(host.proc(), settings.duration(Setting.ATTACH_TIMEOUT));
  }

  /** One diagnosis for each JVM of this host but this one; by process id. */
  public List<Diagnosis> all() {
    long own = ProcessHandle.current().pid();
    return examined(pid -> pid != own);
  }

  /** One diagnosis, or none where that process is no JVM. */
  public List<Diagnosis> of(long pid) {
    return examined(candidate -> candidate == pid);
  }

  private List<Diagnosis> examined(LongPredicate wanted) {
    return new JvmDiscovery(host.proc(), wanted)
        .scan().stream()
            .sorted((one, other) -> Long.compare(one.pid(), other.pid()))
            .map(this::diagnosis)
            .toList();
  }

  private Diagnosis diagnosis(JvmProcess jvm) {
    JvmInfo info = host.description().of(jvm, Map.of(), null);
    List<Finding> findings = new ArrayList<>(NameFindings.of(jvm, info, host.description()));
    gate.refusal(jvm, info.getServiceName(), host.description().placeName(jvm))
        .map(refusal -> new Finding(Finding.Kind.REFUSED, refusal.code().code(), refusal.reason()))
        .ifPresent(findings::add);
    findings.addAll(examination.findings(jvm));
    return new Diagnosis(info, findings);
  }
}
