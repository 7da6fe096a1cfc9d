package io.heapcast.bench.real.workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.FixedValue;

/** Modules with classes of Byte Buddy's making, each module in a class loader of its own. */
final class Redeployments implements Workload {

  /** Of metaspace. */
  static final int LIMIT_MIB = 48;

  /** Taken by the JVM and the libraries before the first module. */
  private static final double OWN_BYTES = 13 * 1024 * 1024.0;

  private static final int CLASSES = 14;
  private static final int METHODS = 12;

  /** Metaspace of one module, as measured. */
  private static final double MODULE_BYTES = 52 * 1024.0;

  private final Map<String, byte[]> classes = classes();
  private final SplittableRandom random;
  private final List<Object> kept = new ArrayList<>();
  private final Deque<Object> current = new ArrayDeque<>();
  private final Leak leak;
  private final double deploymentsPerSecond;
  private final double untilSeconds;
  private final boolean leaking;
  private double deployed;

  private static final class ModuleLoader extends ClassLoader {

    ModuleLoader(ClassLoader parent) {
      super(parent);
    }

    Class<?> define(String name, byte[] bytes) {
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private Redeployments(Setup setup, boolean leaking, double untilSeconds, double bytes) {
    random = setup.random().split();
    this.leaking = leaking;
    this.untilSeconds = untilSeconds;
    leak = setup.leak(bytes, MODULE_BYTES);
    double span = leaking ? setup.options().seconds() - leak.beginSeconds() : untilSeconds;
    deploymentsPerSecond = bytes / MODULE_BYTES / span;
  }

  /** From some time on the loaders of modules that were replaced stay. */
  static Workload leaking(Setup setup) {
    return new Redeployments(setup, true, Double.MAX_VALUE, LIMIT_MIB * 1024 * 1024.0 - OWN_BYTES);
  }

  /** Modules are loaded when they are first needed, less and less often. */
  static Workload warmingUp(Setup setup) {
    double bytes = (LIMIT_MIB * 1024 * 1024.0 - OWN_BYTES) * setup.random().nextDouble(0.3, 0.65);
    return new Redeployments(setup, false, setup.moment(0.5, 0.75), bytes);
  }

  @Override
  public void tick(double seconds) {
    for (; deployed < seconds; deployed += random.nextDouble(0.5, 1.5) / deploymentsPerSecond) {
      if (leaking && leak.due(seconds)) {
        leak.begin();
        kept.add(module());
      } else if (leaking) {
        current.add(module());
        if (current.size() > 8) {
          current.remove();
        }
      } else if (random.nextDouble() < 2 * (1 - seconds / untilSeconds)) {
        kept.add(module());
      }
    }
  }

  /** Defines the classes of a module and uses each once. */
  private Object module() {
    ModuleLoader loader = new ModuleLoader(Redeployments.class.getClassLoader());
    List<Object> beans = new ArrayList<>();
    classes.forEach(
        (name, bytes) -> {
          try {
            beans.add(loader.define(name, bytes).getDeclaredConstructor().newInstance());
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
          }
        });
    return beans;
  }

  private static Map<String, byte[]> classes() {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (int i = 0; i < CLASSES; i++) {
      String name = "shop.module.Bean" + i;
      var builder = new ByteBuddy().subclass(Object.class).name(name);
      for (int j = 0; j < METHODS; j++) {
        builder =
            builder
                .defineMethod("property" + j, String.class, 1)
                .intercept(FixedValue.value("value " + j + " of " + name));
      }
      try (var made = builder.make()) {
        classes.put(name, made.getBytes());
      }
    }
    return classes;
  }
}
