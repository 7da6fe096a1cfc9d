package io.heapcast.collector.host;

import io.heapcast.telemetry.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operator's own rules for names of services: {@code regex=>name}, separated by semicolons; the
 * first that matches the whole main class or path of the jar wins, and {@code $1} is its group.
 */
public final class NameRules {

  private static final String ARROW = "=>";

  private record Rule(Pattern pattern, String name) {}

  private final List<Rule> rules;

  private NameRules(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * Reads rules.
   *
   * @throws UserError for one that is none
   */
  public static NameRules parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String rule : text.split(";", -1)) {
      if (rule.isBlank()) {
        continue;
      }
      int arrow = rule.indexOf(ARROW);
      try {
        String name = rule.substring(arrow + ARROW.length()).strip();
        Pattern pattern = Pattern.compile(rule.substring(0, arrow).strip());
        // A group that is not there is found now and not with the first JVM.
        Pattern.compile(pattern.pattern() + "|.*").matcher("").replaceAll(name);
        rules.add(new Rule(pattern, name));
      } catch (RuntimeException e) {
        throw UserError.usage(
            "heapcast.naming.rules",
            "'" + rule.strip() + "'",
            "regular expression => name, such as '.*/(.*)-service[.]jar=>$1'",
            "Correct it");
      }
    }
    return new NameRules(List.copyOf(rules));
  }

  /** The name of the first rule that matches. */
  public Optional<String> name(String main) {
    for (Rule rule : rules) {
      Matcher matcher = rule.pattern().matcher(main);
      if (matcher.matches()) {
        return Optional.of(matcher.replaceFirst(rule.name())).filter(name -> !name.isBlank());
      }
    }
    return Optional.empty();
  }
}
