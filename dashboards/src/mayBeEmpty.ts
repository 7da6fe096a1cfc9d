// Queries that a good run may answer with nothing, and why. Whatever is not listed must return data.

const ALERT_PROBABILITY = 'the detector tells no probability of this alert';
const VERSIONS = 'the alert remembers no version';
const NO_TREND = 'the verdict fitted no trend to it';

/** By place, see `Expression`. */
export const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  'Soonest exhaustion / A': 'no verdict forecasts an exhaustion',
  'Every JVM, worst first / Left': 'no verdict forecasts an exhaustion',
  'Every JVM, worst first / Early': 'no verdict forecasts an exhaustion',
  'Every JVM, worst first / Late': 'no verdict forecasts an exhaustion',
  'Every JVM, worst first / Why': 'every JVM is watched',
  'Replicas, worst first / Left': 'no verdict forecasts an exhaustion',
  'Replicas, worst first / Early': 'no verdict forecasts an exhaustion',
  'Replicas, worst first / Late': 'no verdict forecasts an exhaustion',
  'Replicas, worst first / Why': 'every JVM of the service is watched',
  'Refused JVMs by reason / A': 'no JVM is refused',
  'Open leaks, soonest exhaustion first / Probability': ALERT_PROBABILITY,
  'Open leaks of this service / Probability': ALERT_PROBABILITY,
  'Probability / A': ALERT_PROBABILITY,
  'Time until the heap is exhausted / A': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / B': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / C': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / Early': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / Likely': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / Late': 'this JVM forecasts no exhaustion',
  'Versions: which one leaks? / Leaked': VERSIONS,
  'Versions: which one leaks? / Cleared': VERSIONS,
  'Versions that this leak remembers / running': VERSIONS,
  'Versions that this leak remembers / leaked': VERSIONS,
  'Versions that this leak remembers / suspected': VERSIONS,
  'Versions that this leak remembers / cleared': VERSIONS,
  'Metaspace and classes / Limit': 'MaxMetaspaceSize is not set',
  'Metaspace and classes / Trend': NO_TREND,
  'Direct buffers / Trend': NO_TREND,
  'Direct buffers / Limit': 'MaxDirectMemorySize is not told',
  'Threads / Trend': NO_TREND,
  'Threads / Limit': 'no limit of threads is known',
  'Resident memory and the container limit / Trend': NO_TREND,
  'Resident memory and the container limit / Container': 'the JVM runs in no container that tells',
  'Resident memory and the container limit / Limit': 'no container limit is known',
  'What stays: level of every member, and the limit / Threads': 'the leak is not one of threads',
  'What stays: level of every member, and the limit / ThreadLimit':
    'the leak is not one of threads, or no limit of threads is known',
  'Foreseen / A': 'no JVM ran out of memory in the time shown',
  'Unreadable records / Letters': 'no record was unreadable',
  'Deliveries of alerts / A': 'no target is configured',
  'Telemetry dropped on hosts / A': 'nothing was dropped, or collectors are not scraped',
  'What collectors could not read / A': 'everything was read, or collectors are not scraped',
  'Waiting on hosts / A': 'collectors are not scraped',
  'annotation / Growth began': 'no JVM leaks, or this one has no beginning of growth',
  'annotation / Restart': 'no instance started again under the same name',
  'annotation / Alert': 'no alert began to fire',
};

/** Recorded series by rule, and metrics that alerting rules look at. */
export const RULES_MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  heapcast_dead_letters_total: 'no record was unreadable',
  heapcast_notifications_total: 'no target is configured',
  'heapcast:runbooks:last': 'heapcast.runbook.url is not set',
};

/** Variables whose label may be absent from every JVM. */
export const VARIABLES_WITHOUT_VALUES: Readonly<Record<string, string>> = {
  environment: 'no JVM names its deployment environment',
  namespace: 'no JVM names its service namespace',
};
