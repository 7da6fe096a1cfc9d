// Finds the JVM and the moment that show most: boards about a run that is over would be empty now.
import type { Answer, Prometheus } from './prometheus.js';
import type { Span } from './resolve.js';

export interface Worst {
  instance: string;
  service: string;
  /** When it last had that verdict; seconds since the epoch. */
  time: number;
}

const RESOLUTION_S = 5;
/** So often must a moment have been seen, that queries do not look at the first sample of something. */
const SEEN_OFTEN = 5;

/** A JVM whose leak fires, with all that is told of a leak of the heap. */
const STANDING = [
  'max by (service_name, service_instance_id) (heapcast_verdict_state{resource="heap"} == 8)',
  'heapcast_time_to_exhaustion_seconds{resource="heap", quantile="0.9"}',
  'heapcast_inflection_timestamp_seconds{resource="heap"}',
  'heapcast_allocation_site_bytes_per_second',
  '(heapcast_alert_member{resource="heap"} == 1 and on (leak_id) heapcast_alert_state{state="firing"})',
].join(' and on (service_name, service_instance_id) ');

/** The JVM of a firing leak that had a forecast last, and when; undefined: none had for long enough. */
export async function standingLeak(prometheus: Prometheus, { start, end }: Span): Promise<Worst | undefined> {
  const within = `[${end - start}s:${RESOLUTION_S}s]`;
  const times = `max_over_time(timestamp(${STANDING})${within})`;
  const often = `count_over_time((${STANDING})${within}) >= ${SEEN_OFTEN}`;
  const { result } = await prometheus.instant(`topk(1, ${times} and ${often})`, end);
  return result[0] && worst(result[0]);
}

/** The JVM with the worst verdict within the span; of several, the one that had it last. */
export async function worstVerdict(prometheus: Prometheus, { start, end }: Span): Promise<Worst> {
  const within = `[${end - start}s:${RESOLUTION_S}s]`;
  const state = await prometheus.instant(`max(max_over_time(heapcast_verdict_state${within}))`, end);
  const value = state.result[0]?.value?.[1];
  if (value === undefined) throw new Error('found no verdict of any JVM in the time asked for');
  const times = `max_over_time(timestamp(heapcast_verdict_state == ${value})${within})`;
  const { result } = await prometheus.instant(
    `topk(1, max by (service_name, service_instance_id) (${times}))`,
    end,
  );
  const found = result[0] && worst(result[0]);
  if (!found) throw new Error('found no instance of the worst verdict');
  return found;
}

function worst({ metric, value }: Answer['result'][number]): Worst | undefined {
  const { service_name: service, service_instance_id: instance } = metric;
  if (!value || !service || !instance) return undefined;
  return { instance, service, time: Math.floor(Number(value[1])) };
}

/** The alert that this JVM is in at that time, one that fires before any other; empty: none. */
export async function leakOf(prometheus: Prometheus, { instance, time }: Worst): Promise<string> {
  const member = `heapcast_alert_member{service_instance_id="${instance}"}`;
  const firing = `${member} and on (leak_id) heapcast_alert_state{state="firing"}`;
  const { result } = await prometheus.instant(
    `max by (leak_id) (${firing}) or max by (leak_id) (${member})`,
    time,
  );
  return result[0]?.metric.leak_id ?? '';
}
