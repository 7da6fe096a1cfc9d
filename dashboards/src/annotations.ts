// Marks across all panels over time: what happened, and when.
import { AnnotationQueryBuilder, type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { SERVICE, type Queries } from './promql.js';
import { LEAK_SUSPECTED } from './states.js';
import { DATA_SOURCE } from './variables.js';

const SECOND_MS = 1000;
const services = SERVICE.join(', ');

/** Deploys, restarts, alerts and the begin of growth, in this order; all that a board chooses. */
export function annotate(
  board: DashboardBuilder,
  queries: Queries,
  inflectionsOf: 'all' | 'suspects',
): DashboardBuilder {
  return board
    .annotation(deploys(queries))
    .annotation(restarts(queries))
    .annotation(alerts(queries))
    .annotation(inflections(queries, inflectionsOf));
}

/** The first JVM of a version that started. */
export function deploys(queries: Queries): AnnotationQueryBuilder {
  const starts = `${queries.series('heapcast_jvm_start_timestamp_seconds')}[$__range] @ end()`;
  return marks('Deploy', 'blue')
    .expr(`min by (${services}, service_version) (min_over_time(${starts})) * ${SECOND_MS}`)
    .titleFormat('Deploy: {{service_name}} {{service_version}}');
}

/** A JVM that starts slowly, or whose collector is away, is not seen for minutes. */
const GAP = '1h';

/** An instance that started again under the same name; bare processes have a new name each time. */
export function restarts(queries: Queries): AnnotationQueryBuilder {
  const starts = queries.perJvm('heapcast_jvm_start_timestamp_seconds');
  const before = starts.replace(/\((heapcast.*)\)$/, `(last_over_time($1[${GAP}] offset 1m))`);
  return marks('Restart', 'purple')
    .expr(`(${starts} > ${before}) * ${SECOND_MS}`)
    .titleFormat('Restart: {{service_instance_id}}');
}

export function alerts(queries: Queries): AnnotationQueryBuilder {
  return marks('Alert', 'red')
    .expr(`${queries.perAlert('heapcast_alert_started_timestamp_seconds')} * ${SECOND_MS}`)
    .titleFormat('Alert: {{service_name}} leaks {{resource}}');
}

/**
 * Where growth began, by the verdict at the end of the time shown: earlier estimates would blur it. Among many, only
 * of JVMs that leak or are suspected: what is healthy may grow, too.
 */
export function inflections(queries: Queries, of: 'all' | 'suspects'): AnnotationQueryBuilder {
  const labels = 'service_name, service_instance_id, resource';
  const atEnd = (metric: string) => `max by (${labels}) (${queries.series(metric)} @ end())`;
  const suspects = ` and on (${labels}) ${atEnd('heapcast_verdict_state')} >= ${LEAK_SUSPECTED}`;
  const began = `${atEnd('heapcast_inflection_timestamp_seconds')} * ${SECOND_MS}`;
  return marks('Growth began', 'orange')
    .expr(began + (of === 'all' ? '' : suspects))
    .titleFormat('Growth began: {{service_instance_id}} ({{resource}})');
}

function marks(name: string, color: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(DATA_SOURCE)
    .enable(true)
    .iconColor(color)
    .step('60s')
    .useValueForTime(true);
}
