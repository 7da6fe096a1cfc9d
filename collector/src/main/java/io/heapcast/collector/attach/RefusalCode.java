package io.heapcast.collector.attach;

import java.util.Locale;

/** Why a JVM is not watched; part of the wire by its {@link #code}. */
public enum RefusalCode {
  /** The JVM was started so that nobody can attach. */
  ATTACH_DISABLED(false),
  /** Attach did not work for another reason. */
  ATTACH_FAILED(true),
  /** The JVM did not answer in time. */
  ATTACH_TIMEOUT(true),
  /** It runs as another user, and this process is not root. */
  OTHER_USER(false),
  /** It has no flight recorder that can be tailed: too old, without jdk.jfr, or no HotSpot. */
  NO_JFR(false),
  /** It refused to start the recording. */
  JFR_START_FAILED(true),
  /** The directory it names is not its own: reached by links, another user's, or none of JFR. */
  UNTRUSTED_REPOSITORY(true),
  /** It holds the collector itself, as its agent. */
  WATCHED_FROM_WITHIN(true),
  /** Its own agent watched it, and ended before the JVM. */
  AGENT_ENDED(true),
  /** Its owner asks to leave it alone. */
  IGNORED(true),
  /** The host's attach policy leaves it out. */
  EXCLUDED(true),
  /** The host's attach policy watches a part only. */
  NOT_SAMPLED(true),
  /** Its container has too little memory left to start a recording. */
  NO_HEADROOM(true),
  /** Its container gets less CPU than it wants. */
  CPU_THROTTLED(true),
  /** The collector itself is at its limit. */
  COLLECTOR_AT_LIMIT(true),
  /** Nothing is recorded on this host now. */
  KILL_SWITCH(true),
  /** It ended meanwhile: no refusal of its own, but the end. */
  DIED_WHILE_ATTACHING(false);

  private final boolean worthRetrying;

  RefusalCode(boolean worthRetrying) {
    this.worthRetrying = worthRetrying;
  }

  /** Stable name, such as {@code attach-disabled}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether another attempt later may end otherwise. */
  public boolean worthRetrying() {
    return worthRetrying;
  }
}
