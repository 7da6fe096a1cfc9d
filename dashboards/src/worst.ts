// Finds the JVM and the moment that show most: boards about a run that is over would be empty now.
import type { Prometheus } from './prometheus.js';
import type { Span } from './resolve.js';

export interface Worst {
  instance: string;
  service: string;
  /** When it last had that verdict; seconds since the epoch. */
  time: number;
}

const RESOLUTION_S = 5;

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
  const [last] = result;
  const { service_name: service, service_instance_id: instance } = last?.metric ?? {};
  if (!last?.value || !service || !instance) throw new Error('found no instance of the worst verdict');
  return { instance, service, time: Math.floor(Number(last.value[1])) };
}

/** The alert that this JVM is in at that time; empty: none. */
export async function leakOf(prometheus: Prometheus, { instance, time }: Worst): Promise<string> {
  const member = `heapcast_alert_member{service_instance_id="${instance}"}`;
  const { result } = await prometheus.instant(`max by (leak_id) (${member})`, time);
  return result[0]?.metric.leak_id ?? '';
}
