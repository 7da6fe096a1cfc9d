package io.heapcast.collector.host;

import io.heapcast.collector.repository.ConfinedDirectory;
import io.heapcast.collector.repository.Patience;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code /proc}. A process may go at any moment, and other users' files may not be readable:
 * both give empty answers, never an exception.
 */
public final class ProcFs {

  /** USER_HZ: fixed at 100 in the interface to user space on every platform with a JDK. */
  private static final long TICKS_PER_SECOND = 100;

  private static final int SIGQUIT = 3;

  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private static final int MOST_NAME = 254;
  private static final Pattern HOST_NAME = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,252}");

  private final Path root;

  public ProcFs(Path root) {
    this.root = root;
  }

  /** The processes of this host. */
  public List<Long> pids() {
    String[] names = root.toFile().list();
    List<Long> pids = new ArrayList<>();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        number(name).ifPresent(pids::add);
      }
    }
    return pids;
  }

  /** The process with this id now; empty: none, or only a zombie of it. */
  public Optional<ProcessKey> key(long pid) {
    return running(pid).map(Running::key);
  }

  /**
   * A process and the program in it.
   *
   * @param program changes when the process replaces itself by another program, by its name or by
   *     where the kernel has put its code; of a stranger's process only the name is told
   */
  record Running(ProcessKey key, String program) {}

  /** What runs under this id now; empty: none, or only a zombie of it. */
  Optional<Running> running(long pid) {
    String stat = text(pid, "stat");
    int nameEnd = stat.lastIndexOf(')');
    // After the name, which may hold blanks: state is field 3 of the line, start time field 22,
    // begin of the code field 26.
    String[] fields =
        nameEnd < 0 ? new String[0] : stat.substring(nameEnd + 1).trim().split(" ", -1);
    if (fields.length < 24 || fields[0].equals("Z") || fields[0].equals("X")) {
      return Optional.empty();
    }
    OptionalLong ticks = number(fields[19]);
    return ticks.isPresent()
        ? Optional.of(
            new Running(
                new ProcessKey(pid, ticks.getAsLong()),
                stat.substring(0, nameEnd + 1) + fields[23]))
        : Optional.empty();
  }

  /** Whether that very process still runs. */
  public boolean isAlive(ProcessKey process) {
    return key(process.pid()).filter(process::equals).isPresent();
  }

  /** Whether the process is stopped, by SIGSTOP, a terminal or a debugger. */
  public boolean isStopped(long pid) {
    return status(pid, "State").toLowerCase(Locale.ROOT).startsWith("t");
  }

  /** When the process started, to a hundredth of a second, by the host's clock at boot. */
  public Instant startTime(ProcessKey process) {
    long bootSecond = 0;
    for (String line : text(root.resolve("stat")).split("\n", -1)) {
      if (line.startsWith("btime ")) {
        bootSecond = number(line.substring("btime ".length()).trim()).orElse(0);
      }
    }
    return Instant.ofEpochSecond(bootSecond)
        .plusMillis(process.startTicks() * 1_000 / TICKS_PER_SECOND);
  }

  /** Arguments as the process was started with, its name first. */
  public List<String> commandLine(long pid) {
    String text = text(pid, "cmdline");
    // Each argument ends with a NUL.
    return text.isEmpty() ? List.of() : List.of(text.replaceFirst("\0$", "").split("\0", -1));
  }

  /** The named environment variables, as they were at the start; no others are looked at. */
  public Map<String, String> environment(long pid, Set<String> names) {
    Map<String, String> found = new HashMap<>();
    for (String variable : text(pid, "environ").split("\0", -1)) {
      int equals = variable.indexOf('=');
      if (equals > 0 && names.contains(variable.substring(0, equals))) {
        found.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return found;
  }

  /** Where the executable is; empty when it may not be seen. */
  public String executable(long pid) {
    try {
      return Files.readSymbolicLink(root.resolve(pid + "/exe")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Names and paths mapped into the process; empty when they may not be seen. */
  String maps(long pid) {
    return text(pid, "maps");
  }

  /** Effective user id; empty: gone. */
  public OptionalLong uid(long pid) {
    String[] ids = status(pid, "Uid").split("\\s+", -1);
    return ids.length < 2 ? OptionalLong.empty() : number(ids[1]);
  }

  /**
   * Whether the process handles SIGQUIT, by which the attach mechanism is woken. To one that does
   * not, the signal is deadly.
   */
  public boolean catchesQuit(long pid) {
    String mask = status(pid, "SigCgt");
    try {
      return !mask.isEmpty() && (Long.parseUnsignedLong(mask, 16) >> (SIGQUIT - 1) & 1) == 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * Memory of a process, in bytes.
   *
   * @param resident empty: gone
   * @param anonymous of it, what no file stands behind (Linux 4.5 and newer)
   */
  public record Memory(OptionalLong resident, OptionalLong anonymous) {}

  /** What a process has in memory. */
  public Memory memory(long pid) {
    String status = text(pid, "status");
    return new Memory(bytes(field(status, "VmRSS")), bytes(field(status, "RssAnon")));
  }

  private static OptionalLong bytes(String kilobyteField) {
    OptionalLong kilobytes = number(kilobyteField.replace("kB", "").trim());
    return kilobytes.isPresent()
        ? OptionalLong.of(kilobytes.getAsLong() * 1024)
        : OptionalLong.empty();
  }

  /** Its control group; empty: gone, or not told. */
  public Optional<Cgroup> cgroup(long pid) {
    return Cgroup.parse(CGROUPS, text(pid, "cgroup"));
  }

  /** Kinds of namespaces in which a process is not where this one is, such as {@code mnt}. */
  public List<String> otherNamespaces(long pid) {
    List<String> other = new ArrayList<>();
    for (String kind : List.of("mnt", "pid", "user", "net", "cgroup")) {
      String its = namespace(Long.toString(pid), kind);
      if (!its.isEmpty() && !its.equals(namespace("self", kind))) {
        other.add(kind);
      }
    }
    return other;
  }

  /**
   * File system and options of what is mounted at a path of that process, comma separated; empty:
   * nothing of its own.
   */
  public String mountOptions(long pid, String path) {
    String options = "";
    for (String line : text(pid, "mountinfo").split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      int dash = List.of(fields).indexOf("-");
      if (fields.length > 6 && dash > 0 && fields.length > dash + 1 && fields[4].equals(path)) {
        options = fields[5] + "," + fields[dash + 1]; // the last one covers the others
      }
    }
    return options;
  }

  /** The host name that a container goes by; empty: none. Also the pod's name in Kubernetes. */
  String containerName(long pid) {
    return Patience.read(() -> hostName(pid), "");
  }

  private String hostName(long pid) {
    try (ConfinedDirectory etc = ConfinedDirectory.open(root(pid), "/etc")) {
      String name = etc.text("hostname", MOST_NAME).strip();
      return HOST_NAME.matcher(name).matches() ? name : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** The root directory of a process, by which its paths can be followed; its own namespace's. */
  public Path root(long pid) {
    return root.resolve(pid + "/root");
  }

  /** The process id as the process itself sees it; other than {@code pid} in a container. */
  public long pidInside(long pid) {
    String[] ids = status(pid, "NSpid").split("\\s+", -1);
    return number(ids[ids.length - 1]).orElse(pid);
  }

  /** Where this process sees a path of that process: the same, unless it is in a container. */
  public Path pathSeenFromHere(long pid, String path) {
    return namespace("self", "mnt").equals(namespace(Long.toString(pid), "mnt"))
        ? Path.of(path)
        : root.resolve(pid + "/root").resolve(path.replaceFirst("^/+", ""));
  }

  /** A namespace; empty when it may not be seen, as with one's own only by oneself. */
  private String namespace(String process, String kind) {
    try {
      return Files.readSymbolicLink(root.resolve(process + "/ns/" + kind)).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private String status(long pid, String field) {
    return field(text(pid, "status"), field);
  }

  private static String field(String status, String field) {
    int at = status.startsWith(field + ":") ? 0 : status.indexOf("\n" + field + ":") + 1;
    if (at == 0 && !status.startsWith(field + ":")) {
      return "";
    }
    int end = status.indexOf('\n', at);
    return status.substring(at + field.length() + 1, end < 0 ? status.length() : end).trim();
  }

  private String text(long pid, String file) {
    return text(root.resolve(pid + "/" + file));
  }

  /** By a plain stream, a fifth of what a channel costs: this is read all the time. */
  private static String text(Path file) {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
