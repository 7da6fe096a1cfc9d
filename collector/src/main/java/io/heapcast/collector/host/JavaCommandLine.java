package io.heapcast.collector.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of a JVM, as far as it is of interest. Never leaves the host as a whole: it may
 * hold secrets.
 *
 * @param options what stands before the main class, without {@code -D} properties
 * @param properties {@code -Dkey=value}
 * @param main main class, {@code module/class} or path of a jar; empty: not found, or the program
 *     is not {@code java}, whose arguments alone are known to name one
 * @param program file name of the program; empty: not known, or it is {@code java}
 */
public record JavaCommandLine(
    List<String> options, Map<String, String> properties, String main, String program) {

  /** File names of the JDK's launcher. */
  private static final Set<String> JAVA = Set.of("java", "java.exe");

  private static final Set<String> OPTIONS_WITH_ARGUMENT =
      Set.of(
          "-cp",
          "-classpath",
          "--class-path",
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--add-exports",
          "--add-opens",
          "--add-reads",
          "--patch-module",
          "--limit-modules",
          "--enable-native-access",
          "--source",
          "--describe-module",
          "-d");

  /** The option that follows names what to run. */
  private static final Set<String> MAIN_FOLLOWS = Set.of("-jar", "-m", "--module");

  public JavaCommandLine {
    options = List.copyOf(options);
    properties = Map.copyOf(properties);
  }

  /**
   * Reads a command line.
   *
   * @param arguments the program first; may be empty
   */
  public static JavaCommandLine parse(List<String> arguments) {
    String program = arguments.isEmpty() ? "" : fileName(arguments.get(0));
    List<String> options = new ArrayList<>();
    Map<String, String> properties = new HashMap<>();
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (MAIN_FOLLOWS.contains(argument)) {
        return of(
            options, properties, i + 1 < arguments.size() ? arguments.get(i + 1) : "", program);
      }
      if (argument.startsWith("-D")) {
        int equals = argument.indexOf('=');
        properties.put(
            equals < 0 ? argument.substring(2) : argument.substring(2, equals),
            equals < 0 ? "" : argument.substring(equals + 1));
      } else if (OPTIONS_WITH_ARGUMENT.contains(argument)) {
        i++;
      } else if (argument.startsWith("-")) {
        options.add(argument);
      } else if (!argument.startsWith("@")) {
        return of(options, properties, argument, program);
      }
    }
    return of(options, properties, "", program);
  }

  /** Another program's first argument may be anything, a password among it. */
  private static JavaCommandLine of(
      List<String> options, Map<String, String> properties, String main, String program) {
    return JAVA.contains(program)
        ? new JavaCommandLine(options, properties, main, "")
        : new JavaCommandLine(options, properties, "", program);
  }

  /** Without what follows a space: a process that renames itself may have its arguments there. */
  private static String fileName(String path) {
    String first = path.strip().split("\\s+", 2)[0];
    return first.substring(first.lastIndexOf('/') + 1);
  }

  /** Whether {@code -XX:+name} is in force here or in the variable's text: the last one wins. */
  static boolean flag(String name, List<String> options, String variable) {
    List<String> all = new ArrayList<>(Arrays.asList(variable.split("\\s+")));
    all.addAll(options);
    boolean on = false;
    for (String option : all) {
      if (option.equals("-XX:+" + name)) {
        on = true;
      } else if (option.equals("-XX:-" + name)) {
        on = false;
      }
    }
    return on;
  }
}
