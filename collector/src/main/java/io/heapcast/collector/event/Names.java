package io.heapcast.collector.event;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import org.jspecify.annotations.Nullable;

/** Names of classes and frames as people read them. */
final class Names {

  /** Frames kept of a stack. */
  static final int FRAMES = 5;

  /** What makes a hidden class unique, and a dictionary endless. */
  private static final Pattern HIDDEN =
      Pattern.compile("(\\+|/)0x[0-9a-f]+(/[0-9a-fx]+)?|/[0-9]+$");

  private static final Pattern PLATFORM = Pattern.compile("(java|javax|jdk|sun|com\\.sun)\\..*");

  private Names() {}

  /**
   * {@code [Ljava.lang.String;} is {@code java.lang.String[]}; hidden classes lose their number.
   */
  static String ofClass(String name) {
    int dimensions = 0;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    String element = dimensions == 0 ? name : element(name.substring(dimensions));
    boolean hidden = element.indexOf('/') >= 0 || element.indexOf('+') >= 0;
    return (hidden ? HIDDEN.matcher(element).replaceAll("") : element) + "[]".repeat(dimensions);
  }

  /**
   * Up to five frames, innermost first: the innermost one, then those of the application, which
   * would drown in the platform's. Without any of the application, the innermost five.
   */
  static List<String> topFrames(@Nullable RecordedStackTrace stack) {
    if (stack == null) {
      return List.of();
    }
    List<RecordedFrame> frames =
        stack.getFrames().stream().filter(RecordedFrame::isJavaFrame).toList();
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < frames.size() && chosen.size() < FRAMES; i++) {
      if (i == 0 || !isPlatform(frames.get(i))) {
        chosen.add(ofFrame(frames.get(i)));
      }
    }
    return chosen.size() > 1 ? chosen : frames.stream().limit(FRAMES).map(Names::ofFrame).toList();
  }

  private static boolean isPlatform(RecordedFrame frame) {
    return PLATFORM.matcher(frame.getMethod().getType().getName()).matches();
  }

  /** {@code a.B.c(B.java:12)}; the file is the one that a Java compiler would expect. */
  private static String ofFrame(RecordedFrame frame) {
    return frame(
        frame.getMethod().getType().getName(), frame.getMethod().getName(), frame.getLineNumber());
  }

  static String frame(String type, String method, int line) {
    String name = ofClass(type);
    String simple = name.substring(name.lastIndexOf('.') + 1);
    int nested = simple.indexOf('$', 1);
    String file = (nested < 0 ? simple : simple.substring(0, nested)) + ".java";
    return name + "." + method + "(" + file + (line > 0 ? ":" + line : "") + ")";
  }

  private static String element(String descriptor) {
    return switch (descriptor.charAt(0)) {
      case 'Z' -> "boolean";
      case 'B' -> "byte";
      case 'C' -> "char";
      case 'D' -> "double";
      case 'F' -> "float";
      case 'I' -> "int";
      case 'J' -> "long";
      case 'S' -> "short";
      default -> descriptor.substring(1, descriptor.length() - 1);
    };
  }
}
