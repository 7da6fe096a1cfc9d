package io.heapcast.bench;

import io.heapcast.bench.load.LargeRecording;
import io.heapcast.telemetry.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leakbench large-recording}. */
@Command(
    name = "large-recording",
    mixinStandardHelpOptions = true,
    versionProvider = BenchVersions.class,
    description = {
      "Makes one large recording of a real child JVM, of many chunks, to measure how fast"
          + " recordings are read."
    },
    footer = {
      "",
      "Example:",
      "  leakbench large-recording --out large.jfr",
      "  time heapcast analyze large.jfr",
      "",
      "Exit codes: 0 fine, 2 usage or input error, 3 the environment failed."
    })
final class LargeRecordingCommand implements Callable<Integer> {

  private static final long MEGABYTE = 1_000_000;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The recording; replaced when it is there.")
  private @Nullable Path out;

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      description = "At least; in millions of bytes. Default: ${DEFAULT-VALUE}.")
  private long megabytes = 300;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path file = out == null ? Path.of("large.jfr") : out;
    if (megabytes < 1) {
      throw UserError.usage("--megabytes", Long.toString(megabytes), "1 or more", "Correct it");
    }
    long begin = System.nanoTime();
    LargeRecording.make(file.toAbsolutePath(), megabytes * MEGABYTE);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %d MB in %d s%n",
            file, Files.size(file) / MEGABYTE, (System.nanoTime() - begin) / 1_000_000_000);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
