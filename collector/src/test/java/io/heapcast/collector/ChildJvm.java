package io.heapcast.collector;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM that runs {@link Workload} or another; ended, hard if need be, by close. */
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    this.in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts one, and waits until its main method runs. */
  static ChildJvm start(Jdks.Jdk jdk, Map<String, String> environment, String... flags) {
    return start(jdk, Workload.class, environment, List.of(flags));
  }

  /**
   * As {@link #start(Jdks.Jdk, Map, String...)}.
   *
   * @param main understands the same lines as {@link Workload}
   */
  static ChildJvm start(
      Jdks.Jdk jdk, Class<?> main, Map<String, String> environment, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(jdk.java());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), "secret"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      ChildJvm child = new ChildJvm(builder.start());
      child.expect("ready");
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Allocates, and returns when that is done.
   *
   * @param howMuch milliseconds of {@link Workload}, MiB for each thread of {@link GcWorkload}
   */
  void work(int howMuch) {
    send("work " + howMuch);
    expect("done");
  }

  /** Makes it fill its heap; returns at once. */
  void runOutOfMemory() {
    send("run out of memory");
  }

  /** Sends a line, and returns what the child answers in one. */
  String ask(String line) {
    send(line);
    try {
      String answer = out.readLine();
      if (answer == null) {
        throw new AssertionError("the child ended, expected an answer to '" + line + "'");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the JVM in an orderly way. */
  void exit() throws InterruptedException {
    send("exit");
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /**
   * As {@link #exit}.
   *
   * @throws AssertionError when the JVM still writes something
   */
  void exitSilently() throws IOException, InterruptedException {
    exit();
    String line = out.readLine();
    if (line != null) {
      throw new AssertionError("found '" + line + "', expected no output");
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void send(String line) {
    try {
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void expect(String line) {
    try {
      for (String found = out.readLine(); !line.equals(found); found = out.readLine()) {
        if (found == null) {
          throw new AssertionError("the child ended, expected '" + line + "'");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
