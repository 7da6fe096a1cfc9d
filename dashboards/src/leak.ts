// The board of one leak: who is in it, how far it is, which version, and what allocates.
import * as common from '@grafana/grafana-foundation-sdk/common';
import { RowBuilder, type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TextBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text';
import type { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { annotate } from './annotations.js';
import { board } from './board.js';
import { alertStats } from './leakHead.js';
import { membersTable, versionsTable } from './leakTables.js';
import { fleetLink, jvmLink, LEAK_UID, selfLink, serviceTopLink } from './links.js';
import { dashed, fixedColor, legendWithLast, over, timeSeries } from './panels.js';
import { IDENTITY, Queries } from './promql.js';
import { variables } from './variables.js';

const queries = new Queries('leak');
const identity = IDENTITY.join(', ');
const REPLICA = '{{service_version}} {{service_instance_id}}';
const TO_JVM = jvmLink('${__field.labels.service_name}', '${__field.labels.service_instance_id}');
/** The resource that the leak is in. */
const RESOURCE = `max by (resource) (${seen(queries.alertSeries('heapcast_alert_state'))})`;

export function leak(): DashboardBuilder {
  const panels = board({
    title: 'leak',
    uid: LEAK_UID,
    description: 'One leak: which JVMs, how far, until when, which version, and what allocates?',
  })
    .variables(variables('leak'))
    .link(fleetLink())
    .link(serviceTopLink())
    .link(selfLink());
  annotate(panels, queries, 'suspects');
  for (const [panel, span] of alertStats(queries)) panels.withPanel(panel.span(span).height(4));
  return panels
    .withPanel(curves().span(16).height(11))
    .withPanel(timeLeft().span(8).height(11))
    .withPanel(membersTable(queries).span(14).height(7))
    .withPanel(versionsTable(queries).span(10).height(7))
    .withRow(new RowBuilder('What allocates').id(30))
    .withPanel(byClass().span(12).height(9))
    .withPanel(bySite().span(12).height(9))
    .withRow(new RowBuilder('What holds the memory').id(40))
    .withPanel(suspects().span(24).height(4));
}

/** In the time shown: an alert that ended is no longer told a day later, but its board still is looked at. */
function seen(series: string): string {
  return `max_over_time(${series}[$__range] @ end())`;
}

/** Of the members, in the resource that leaks. */
function ofResource(metric: string): string {
  const series = queries.perJvm(metric, [], ['resource']);
  return queries.ofMembers(`${series} and on (resource) ${RESOURCE}`);
}

/** Threads of the members, where the leak is one of threads: how many there are is told by windows. */
function ofThreads(metric: string): string {
  const ofThreads = queries.alertSeries('heapcast_alert_state', 'resource="threads"');
  return `${queries.ofMembers(queries.perJvm(metric))} and on () (max(${seen(ofThreads)}))`;
}

function curves(): TimeSeriesBuilder {
  return timeSeries({
    id: 20,
    title: 'What stays: level of every member, and the limit',
    description:
      'The level that the verdicts look at: of the heap what survived each real cleaning; of threads how many live. Members that climb together point to a version, one that climbs alone to its load. Red: the lowest limit. Orange mark: when growth began; blue: deploys; red: the alert. Click a line for its JVM.',
  })
    .unit('bytes')
    .min(0)
    .legend(legendWithLast(common.LegendPlacement.Right))
    .lineInterpolation(common.LineInterpolation.StepAfter)
    .overrideByFieldType('number', [{ id: 'links', value: [TO_JVM] }])
    .withTarget(over('Level', ofResource('heapcast_level_bytes'), REPLICA))
    .withTarget(over('Limit', `min(${ofResource('heapcast_limit_bytes')})`, 'lowest limit'))
    .withTarget(over('Threads', ofThreads('jvm_thread_count'), REPLICA))
    .withTarget(over('ThreadLimit', `min(${ofThreads('heapcast_limit_threads')})`, 'lowest limit'))
    .overrideByQuery('Threads', [{ id: 'unit', value: 'short' }])
    .overrideByQuery('ThreadLimit', [{ id: 'unit', value: 'short' }])
    .overrideByName('lowest limit', [fixedColor('red'), dashed()]);
}

function timeLeft(): TimeSeriesBuilder {
  const until = (quantile: string) => {
    const series = queries.perAlert('heapcast_alert_exhaustion_timestamp_seconds', [
      `quantile="${quantile}"`,
    ]);
    return `clamp_min(${series} - time(), 0)`;
  };
  return timeSeries({
    id: 21,
    title: 'Time until the first member is exhausted',
    description:
      'The forecast as it was at each moment. It should fall by one minute per minute and its band should narrow. A jump up: growth slowed, or the first member restarted.',
  })
    .unit('s')
    .decimals(1)
    .min(0)
    .noValue('No exhaustion in sight')
    .legend(legendWithLast())
    .withTarget(over('Late', until('0.9'), 'late (p90)'))
    .withTarget(over('Likely', until('0.5'), 'likely (p50)'))
    .withTarget(over('Early', until('0.1'), 'early (p10)'))
    .overrideByName('late (p90)', [
      fixedColor('purple'),
      { id: 'custom.lineWidth', value: 1 },
      dashed(),
      { id: 'custom.fillBelowTo', value: 'early (p10)' },
      { id: 'custom.fillOpacity', value: 15 },
    ])
    .overrideByName('likely (p50)', [fixedColor('purple')])
    .overrideByName('early (p10)', [fixedColor('purple'), { id: 'custom.lineWidth', value: 1 }, dashed()]);
}

/** The busiest, each averaged over a minute: samples of one window are few. */
function busiest(metric: string, label: string): string {
  const series = `avg_over_time(${queries.series(metric)}[1m])`;
  return `topk(8, sum by (${label}) (${queries.ofMembers(`max by (${identity}, ${label}) (${series})`)}))`;
}

function allocation(
  heading: { id: number; title: string; description: string },
  metric: string,
  labels: string,
  legend: string,
): TimeSeriesBuilder {
  return timeSeries(heading)
    .unit('binBps')
    .min(0)
    .noValue('No samples')
    .legend(legendWithLast(common.LegendPlacement.Bottom))
    .withTarget(over('A', busiest(metric, labels), legend));
}

function byClass(): TimeSeriesBuilder {
  return allocation(
    {
      id: 31,
      title: 'Allocation by class',
      description:
        'What the members allocate most, by sampling. Allocated is not leaked: most of it dies young. A class that is both here and among what survives is a suspect.',
    },
    'heapcast_allocation_class_bytes_per_second',
    'class_name',
    '{{class_name}}',
  );
}

function bySite(): TimeSeriesBuilder {
  return allocation(
    {
      id: 32,
      title: 'Allocation by site',
      description:
        'Where the members allocate most, by the innermost frame of the samples. Hold it against what was changed by the deploy before growth began.',
    },
    'heapcast_allocation_site_bytes_per_second',
    'class_name, site',
    '{{class_name}} at {{site}}',
  );
}

function suspects(): TextBuilder {
  return new TextBuilder()
    .id(41)
    .title('Suspects')
    .description('Where classes, sites and reference chains that hold the memory are shown.')
    .mode(TextMode.Markdown)
    .content(
      'Which class grows, and what holds it, needs a look into the JVM. Until such evidence is here, take the busiest classes and sites above, ' +
        'and compare two class histograms of one member an hour apart: `jcmd <pid> GC.class_histogram`, first on the member that dies first.',
    );
}
