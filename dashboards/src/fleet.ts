// The board of the fleet: what dies next, when, and whose; what is new, and what is not watched.
import * as common from '@grafana/grafana-foundation-sdk/common';
import { RowBuilder, type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { alerts, deploys } from './annotations.js';
import { board } from './board.js';
import { jvmTable } from './jvmTable.js';
import { leakTable } from './leakTable.js';
import { FLEET_UID, jvmLink, selfLink } from './links.js';
import { fixedColor, legendWithLast, now, over, stat, thresholds, timeSeries } from './panels.js';
import { Queries } from './promql.js';
import { LEAK, LEAK_SUSPECTED, VERDICTS } from './states.js';
import { variables } from './variables.js';

const queries = new Queries('many');
const watchStates = queries.perJvm('heapcast_jvm_watch_state');
/** The worst verdict of each JVM, whatever the resource. */
const verdicts = queries.perJvm('heapcast_verdict_state');
const FIRING = ['state="firing"'];
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const STATS_HEIGHT = 4;

export function fleet(): DashboardBuilder {
  const panels = board({
    title: 'fleet',
    uid: FLEET_UID,
    description:
      'What dies next, when, and whose is it? What is new since yesterday or a deploy? What is not watched?',
  })
    .variables(variables('many'))
    .annotation(deploys(queries))
    .annotation(alerts(queries))
    .link(selfLink());
  for (const [panel, span] of stats()) panels.withPanel(panel.span(span).height(STATS_HEIGHT));
  return panels
    .withPanel(openLeaks().span(24).height(7))
    .withPanel(everyJvm().span(24).height(11))
    .withRow(new RowBuilder('Over time').id(10))
    .withPanel(liveSetShares().span(12).height(12))
    .withPanel(states().span(6).height(12))
    .withPanel(refusals().span(6).height(12));
}

function stats(): [panel: StatBuilder, span: number][] {
  return [
    [leaking(), 3],
    [suspected(), 3],
    [soonest(), 4],
    [fresh(), 3],
    [hidden(), 3],
    [coverage(), 5],
    [dataAge(), 3],
  ];
}

function leaking(): StatBuilder {
  return stat({
    id: 1,
    title: 'Leaking',
    description:
      'JVMs for which a leak is concluded, in any resource. Anything but 0: start with the first row below.',
  })
    .unit('none')
    .thresholds(thresholds('green', [1, 'red']))
    .withTarget(now('A', queries.count(`${verdicts} == ${LEAK}`, verdicts)));
}

function suspected(): StatBuilder {
  return stat({
    id: 2,
    title: 'Suspected',
    description:
      'JVMs that grow as a leak would, without enough evidence yet. Most settle one way within a few collections.',
  })
    .unit('none')
    .thresholds(thresholds('green', [1, 'orange']))
    .withTarget(now('A', queries.count(`${verdicts} == ${LEAK_SUSPECTED}`, verdicts)));
}

function soonest(): StatBuilder {
  return stat({
    id: 3,
    title: 'Soonest exhaustion',
    description:
      'Time until the first JVM runs out of a resource: the median (p50) of its forecast, counted from now. "none in sight": no verdict forecasts one.',
  })
    .unit('s')
    .decimals(1)
    .noValue('none in sight')
    .thresholds(thresholds('red', [HOUR_S, 'orange'], [8 * HOUR_S, 'dark-yellow'], [DAY_S, 'text']))
    .withTarget(now('A', `min(${queries.timeLeft('0.5')})`));
}

function fresh(): StatBuilder {
  const started = queries.perAlert('heapcast_alert_started_timestamp_seconds');
  return stat({
    id: 8,
    title: 'New in 24 hours',
    description: 'Alerts that began to fire within the last 24 hours, those included that ended since.',
  })
    .unit('none')
    .thresholds(thresholds('green', [1, 'orange']))
    .withTarget(now('A', `count(${started} > time() - ${DAY_S}) or vector(0)`));
}

function hidden(): StatBuilder {
  const quiet = [...FIRING, 'severity="info"'];
  return stat({
    id: 9,
    title: 'Hidden by restarts',
    description:
      'Leaks that nobody is called for, since the usual restarts come before the limit is reached, or it is more than a week away (severity info). They ring when the restarts stop.',
  })
    .unit('none')
    .thresholds(thresholds('text', [1, 'blue']))
    .withTarget(now('A', `count(${queries.perAlert('heapcast_alert_state', quiet)}) or vector(0)`));
}

function coverage(): StatBuilder {
  const floors = queries.perJvm('heapcast_floors', ['resource="heap"']);
  const needed = queries.perJvm('heapcast_floors_needed', ['resource="heap"']);
  return stat({
    id: 4,
    title: 'Coverage',
    description:
      'Seen: JVMs that a collector found. Watched: their recording is read. Judgeable: enough floors were seen for a verdict on the heap. What is seen and not watched is refused: the table says why.',
  })
    .unit('none')
    .textMode(common.BigValueTextMode.ValueAndName)
    .orientation(common.VizOrientation.Vertical)
    .thresholds(thresholds('text'))
    .withTarget(now('Seen', queries.count(watchStates, watchStates), 'seen'))
    .withTarget(now('Watched', queries.count(watch('watched'), watchStates), 'watched'))
    .withTarget(now('Judgeable', queries.count(`${floors} >= ${needed}`, watchStates), 'judgeable'));
}

function dataAge(): StatBuilder {
  return stat({
    id: 6,
    title: 'Data age',
    description:
      'How old the data under the verdicts is: the freshest and the stalest JVM. A verdict is renewed at least every 5 minutes; older than 10 means that JVM, its collector or the pipeline is silent.',
  })
    .unit('s')
    .decimals(0)
    .textMode(common.BigValueTextMode.ValueAndName)
    .orientation(common.VizOrientation.Horizontal)
    .thresholds(thresholds('text', [360, 'orange'], [600, 'red']))
    .withTarget(now('A', `min(${queries.dataAge()})`, 'freshest'))
    .withTarget(now('B', `max(${queries.dataAge()})`, 'stalest'));
}

function openLeaks() {
  return leakTable(
    {
      id: 14,
      title: 'Open leaks, soonest exhaustion first',
      description:
        'One row per leak, over all replicas and restarts. "First dies in" is until the first replica reaches its limit, p50 between p10 and p90. Orange "Alerted for": younger than a day. "Began after deploy" is from the start of the newest version until growth began: short means that this version brought it, negative that it is older. A leak is called by the time when it became pending. Click a leak or a service for its board.',
    },
    queries,
  );
}

function watch(state: string): string {
  return queries.perJvm('heapcast_jvm_watch_state', [`state="${state}"`]);
}

function everyJvm() {
  return jvmTable(
    {
      id: 7,
      title: 'Every JVM, worst first',
      description:
        'Sorted by state, then by time left. Time left is until the limit is reached, as p50; it lies between p10 and p90 in 8 of 10 cases. Growth is that of what survives collections, not of the heap in use. A resource other than the heap gets a row of its own when it is in trouble. Click a service or instance for its board.',
    },
    'many',
  );
}

function liveSetShares(): TimeSeriesBuilder {
  const link = jvmLink('${__field.labels.service_name}', '${__field.labels.service_instance_id}');
  return timeSeries({
    id: 11,
    title: 'Live set as a share of the limit',
    description:
      'What survived the last real cleaning, divided by the heap limit: 100 % is OutOfMemoryError. Steady climbing matters, height alone does not. Click a line for its JVM.',
  })
    .unit('percentunit')
    .min(0)
    .max(1)
    .thresholds(thresholds('transparent', [0.9, 'red']))
    .thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
    )
    .legend(legendWithLast())
    .overrideByFieldType('number', [{ id: 'links', value: [link] }])
    .withTarget(over('A', queries.liveSetShare(), '{{service_name}} {{service_instance_id}}'));
}

function states(): TimeSeriesBuilder {
  const panel = timeSeries({
    id: 12,
    title: 'JVMs by verdict',
    description:
      'How many JVMs are in which state, by the worst of their resources. A new band of red or orange is when something began, such as a deploy.',
  })
    .unit('none')
    .decimals(0)
    .min(0)
    .lineWidth(0)
    .fillOpacity(80)
    .lineInterpolation(common.LineInterpolation.StepAfter)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
  for (const { value, text, color } of VERDICTS) {
    panel
      .withTarget(over(`S${value}`, queries.count(`${verdicts} == ${value}`, verdicts), text))
      .overrideByName(text, [fixedColor(color)]);
  }
  return panel;
}

function refusals(): TimeSeriesBuilder {
  const refused = queries.perJvm('heapcast_jvm_watch_state', ['state="refused"'], ['reason']);
  return timeSeries({
    id: 13,
    title: 'Refused JVMs by reason',
    description:
      'How many JVMs cannot be watched, and why. Which ones: last column of the table above. Empty is good: none is refused.',
  })
    .unit('none')
    .decimals(0)
    .min(0)
    .noValue('none refused')
    .fillOpacity(40)
    .lineInterpolation(common.LineInterpolation.StepAfter)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'))
    .legend(legendWithLast())
    .withTarget(over('A', `count by (reason) (${refused})`, '{{reason}}'));
}
