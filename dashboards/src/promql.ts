// PromQL that every board is made of. A JVM is told by six labels, of which all but service and instance
// are absent where they are not known; grouping and matching treat an absent label as an empty one.

import { LIMIT_TOO_SMALL } from './states.js';

/** The labels that tell one service from another. */
export const SERVICE = [
  'cluster',
  'deployment_environment_name',
  'service_namespace',
  'service_name',
] as const;

/** The labels that tell one JVM from another. */
export const IDENTITY = [...SERVICE, 'service_version', 'service_instance_id'] as const;

/** How a board chooses: any number of JVMs, those of one service, or exactly one; or those of one leak. */
export type Scope = 'many' | 'service' | 'one' | 'leak';

/** The labels that tell one alert from another. */
export const ALERT = [...SERVICE, 'resource', 'leak_id'] as const;

const identity = IDENTITY.join(', ');

/** Matchers for the variables that choose services; `All` matches absent labels too. */
const chosenServices = (scope: Scope): string[] => [
  'cluster=~"$cluster"',
  'deployment_environment_name=~"$environment"',
  'service_namespace=~"$namespace"',
  // One value is inserted as it stands, several as an escaped regular expression.
  scope === 'service' ? 'service_name="$service"' : 'service_name=~"$service"',
];

const chosenJvms = (scope: Scope): string[] => {
  const services = chosenServices(scope);
  if (scope === 'leak') return services;
  const instance = scope === 'one' ? 'service_instance_id="$instance"' : 'service_instance_id=~"$instance"';
  return [...services, 'service_version=~"$version"', instance];
};

/** One value that a variable which is a list may hold, as a matcher of its own. */
const chosenLeak = (scope: Scope): string[] => (scope === 'leak' ? ['leak_id="$leak"'] : []);

/** The queries of one board. */
export class Queries {
  constructor(private readonly scope: Scope) {}

  /** The series of a metric that the variables choose. */
  series(metric: string, ...matchers: string[]): string {
    return `${metric}{${[...chosenJvms(this.scope), ...matchers].join(', ')}}`;
  }

  /** The series of an alert's metric that the variables choose. */
  alertSeries(metric: string, ...matchers: string[]): string {
    const all = [...chosenServices(this.scope), ...chosenLeak(this.scope), ...matchers];
    return `${metric}{${all.join(', ')}}`;
  }

  /** One series per alert (and per `by`), however many servers export it. */
  perAlert(metric: string, matchers: string[] = [], by: string[] = []): string {
    const labels = [...ALERT, ...by].join(', ');
    return `max by (${labels}) (${this.alertSeries(metric, ...matchers)})`;
  }

  /** Only the JVMs that the leak is about, before it was found too. */
  ofMembers(expr: string, more = ''): string {
    const members = `${this.series('heapcast_alert_member', 'leak_id="$leak"')}[$__range] @ end()`;
    return `(${expr}) and on (${identity}) max by (${identity}) (max_over_time(${members}))${more}`;
  }

  /** One series per JVM (and per `by`), however many servers export it. */
  perJvm(metric: string, matchers: string[] = [], by: string[] = []): string {
    return `max by (${[...IDENTITY, ...by].join(', ')}) (${this.series(metric, ...matchers)})`;
  }

  /** Increase per second of a counter, one series per JVM and `by`. */
  rate(metric: string, by: string[] = []): string {
    return `max by (${[...IDENTITY, ...by].join(', ')}) (rate(${this.series(metric)}[$__rate_interval]))`;
  }

  /** Seconds since the data that the verdict of a JVM rests on. */
  dataAge(): string {
    return `time() - ${this.perJvm('heapcast_data_as_of_timestamp_seconds')}`;
  }

  /** Seconds until exhaustion counted from the moment shown, per JVM and resource; never below 0. */
  timeLeft(quantile: string, ...matchers: string[]): string {
    const forecast = this.perJvm(
      'heapcast_time_to_exhaustion_seconds',
      [`quantile="${quantile}"`, ...matchers],
      ['resource'],
    );
    return `clamp_min(${forecast} - on (${identity}) group_left () (${this.dataAge()}), 0)`;
  }

  /** What is worth a row: the heap's verdict, and that of another resource once it is in trouble. */
  verdicts(): string {
    const heap = this.perJvm('heapcast_verdict_state', ['resource="heap"'], ['resource']);
    const other = this.perJvm('heapcast_verdict_state', ['resource!="heap"'], ['resource']);
    return `${heap} or ${other} >= ${LIMIT_TOO_SMALL}`;
  }

  /** The last floor as a share of the heap's limit, per JVM. */
  liveSetShare(): string {
    const limit = this.perJvm('heapcast_limit_bytes', ['resource="heap"'], ['resource']);
    return `${this.perJvm('heapcast_live_set_bytes')} / on (${identity}) group_right () ${limit}`;
  }

  /** The level as a share of the limit, per JVM and resource in bytes. */
  shareOfLimit(): string {
    const limit = this.perJvm('heapcast_limit_bytes', [], ['resource']);
    return `${this.perJvm('heapcast_level_bytes', [], ['resource'])} / ${limit}`;
  }

  /** How many of `some` there are: 0, not nothing, as long as there is any of `all`. */
  count(some: string, all: string): string {
    return `count(${some}) or 0 * count(${all})`;
  }
}

/** `left operator right`, matched by JVM (and `more` labels). */
export function byJvm(left: string, operator: string, right: string, more: string[] = []): string {
  return `${left} ${operator} on (${[identity, ...more].join(', ')}) ${right}`;
}
