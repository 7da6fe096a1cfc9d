package io.heapcast.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the demo says before and after the play. */
final class DemoWords {

  private final Style style;

  DemoWords(Style style) {
    this.style = style;
  }

  List<String> introduction(List<DemoJvm> jvms) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(" " + style.strong("HEAPCAST DEMO"));
    lines.add("");
    lines.add(
        " Four small services run now, each a JVM of its own. One leaks; the others only look as");
    lines.add(
        " if they did. Heapcast watches them from outside and is told nothing about them. The");
    lines.add(
        " leaking one is left to run into its OutOfMemoryError: about three minutes. Ctrl-C ends.");
    lines.add("");
    jvms.forEach(jvm -> lines.add(line(jvm)));
    lines.add("");
    return lines;
  }

  List<String> watching(String metricsUrl) {
    return List.of(
        "",
        " Metrics at " + metricsUrl + " while it runs. Each line below is a change of state.",
        "");
  }

  List<String> whereNext() {
    return List.of(
        "",
        " " + style.strong("WHERE TO LOOK NEXT"),
        "",
        "  ./heapcast up             watch the JVMs of this host",
        "  ./heapcast demo --keep    this again, then stay: for Prometheus, Grafana and curl",
        "  docs/detection.md         how a verdict comes about",
        "  dashboards/README.md      the boards Fleet and JVM, for Grafana",
        "");
  }

  List<String> kept(String metricsUrl) {
    return List.of(" The neighbours run on, with metrics at " + metricsUrl + ". Ctrl-C ends them.");
  }

  private String line(DemoJvm jvm) {
    DemoService service = jvm.service();
    String role = service.isLeaking() ? style.bad("leaks  ") : style.good("healthy");
    return String.format(Locale.ROOT, "  %-13s  %s  %s", service.name(), role, service.about());
  }
}
