// Queries that a good run may answer with nothing, and why. Whatever is not listed must return data.

/** By place, see `Expression`. */
export const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  'Soonest exhaustion / A': 'no verdict forecasts an exhaustion',
  'Every JVM, worst first / Left': 'no verdict forecasts an exhaustion',
  'Every JVM, worst first / Early': 'no verdict forecasts an exhaustion',
  'Every JVM, worst first / Late': 'no verdict forecasts an exhaustion',
  'Every JVM, worst first / Why': 'every JVM is watched',
  'Refused JVMs by reason / A': 'no JVM is refused',
  'Time until the heap is exhausted / A': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / B': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / C': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / Early': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / Likely': 'this JVM forecasts no exhaustion',
  'Time until the heap is exhausted / Late': 'this JVM forecasts no exhaustion',
  'Metaspace and classes / Limit': 'MaxMetaspaceSize is not set',
  'Resident memory and the container limit / Limit': 'no container limit is known',
  'annotation / Growth began': 'this JVM has no beginning of growth',
};

/** Variables whose label may be absent from every JVM. */
export const VARIABLES_WITHOUT_VALUES: Readonly<Record<string, string>> = {
  environment: 'no JVM names its deployment environment',
  namespace: 'no JVM names its service namespace',
};
