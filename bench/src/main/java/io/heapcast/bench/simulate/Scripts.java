package io.heapcast.bench.simulate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The script of each family. */
final class Scripts {

  private static final Map<String, Story.Script> ALL = new LinkedHashMap<>();

  static {
    ALL.putAll(LinearLeaks.SCRIPTS);
    ALL.putAll(ShapedLeaks.SCRIPTS);
    ALL.putAll(TimedLeaks.SCRIPTS);
    ALL.putAll(OtherResources.SCRIPTS);
    ALL.putAll(Fills.SCRIPTS);
    ALL.putAll(Rhythms.SCRIPTS);
    ALL.putAll(Restarts.SCRIPTS);
    ALL.putAll(FewOldCollections.SCRIPTS);
    ALL.putAll(Oddities.SCRIPTS);
    ALL.putAll(AnyLaw.SCRIPTS);
  }

  private Scripts() {}

  /** Ids of all families that are simulated. */
  static Set<String> families() {
    return ALL.keySet();
  }

  /**
   * @throws IllegalArgumentException when the family is not simulated
   */
  static Story.Script of(String family) {
    Story.Script script = ALL.get(family);
    if (script == null) {
      throw new IllegalArgumentException("no script for family '" + family + "'");
    }
    return script;
  }
}
