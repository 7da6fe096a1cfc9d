// The board of one service: which version leaks, and is it fixed?
import * as common from '@grafana/grafana-foundation-sdk/common';
import { RowBuilder, type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import type { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { annotate } from './annotations.js';
import { board } from './board.js';
import { jvmTable } from './jvmTable.js';
import { leakTable } from './leakTable.js';
import { fleetLink, jvmLink, selfLink, SERVICE_UID } from './links.js';
import { byThresholds, legend, legendWithLast, now, over, stat, thresholds, timeSeries } from './panels.js';
import { IDENTITY, Queries, SERVICE } from './promql.js';
import { LEAK, LEAK_SUSPECTED, VERDICTS, wordsFor } from './states.js';
import { DATA_SOURCE, variables } from './variables.js';
import { versionTable } from './versionTable.js';

const queries = new Queries('service');
const verdicts = queries.perJvm('heapcast_verdict_state');
const services = SERVICE.join(', ');
/** Of a JVM, over all servers that are scraped. */
const identity = IDENTITY.join(', ');
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const REPLICA = '{{service_version}} {{service_instance_id}}';
const TO_JVM = jvmLink('${__field.labels.service_name}', '${__field.labels.service_instance_id}');

export function service(): DashboardBuilder {
  const panels = board({
    title: 'service',
    uid: SERVICE_UID,
    description: 'Which version of this service leaks, since which deploy, and is it fixed?',
  })
    .variables(variables('service'))
    .link(fleetLink())
    .link(selfLink());
  annotate(panels, queries, 'suspects');
  for (const panel of stats()) panels.withPanel(panel.span(4).height(4));
  return panels
    .withPanel(versionTable(queries).span(24).height(6))
    .withPanel(shares().span(16).height(11))
    .withPanel(growth().span(8).height(11))
    .withPanel(states().span(16).height(8))
    .withPanel(timeLeft().span(8).height(8))
    .withRow(new RowBuilder('Replicas and leaks').id(30))
    .withPanel(replicas().span(24).height(8))
    .withPanel(leaks().span(24).height(5));
}

function stats(): StatBuilder[] {
  const starts = queries.series('heapcast_jvm_start_timestamp_seconds');
  const deployed = `min by (${services}, service_version) (min_over_time(${starts}[$__range]))`;
  return [
    stat({
      id: 1,
      title: 'Worst verdict',
      description:
        'Of all replicas and resources. Green and blue states grow in a way that ends, or not at all.',
    })
      .unit('none')
      .mappings(wordsFor(VERDICTS))
      .colorMode(common.BigValueColorMode.Background)
      .noValue('no verdict')
      .withTarget(now('A', `max(${verdicts})`)),
    stat({
      id: 2,
      title: 'Replicas leaking',
      description:
        'Replicas that leak, that are suspected, and all that are judged. All of one version and none of the other: it is the version. One of many: it is that instance or its load.',
    })
      .unit('none')
      .textMode(common.BigValueTextMode.ValueAndName)
      .orientation(common.VizOrientation.Vertical)
      .thresholds(thresholds('text'))
      .withTarget(now('Leaking', queries.count(`${verdicts} == ${LEAK}`, verdicts), 'leak'))
      .withTarget(now('Suspected', queries.count(`${verdicts} == ${LEAK_SUSPECTED}`, verdicts), 'suspected'))
      .withTarget(now('All', queries.count(verdicts, verdicts), 'of')),
    stat({
      id: 3,
      title: 'Soonest exhaustion',
      description: 'Time until its first replica runs out of a resource, the median of its forecast.',
    })
      .unit('s')
      .decimals(1)
      .noValue('none in sight')
      .thresholds(thresholds('red', [HOUR_S, 'orange'], [8 * HOUR_S, 'dark-yellow'], [DAY_S, 'text']))
      .withTarget(now('A', `min(${queries.timeLeft('0.5')})`)),
    stat({
      id: 4,
      title: 'Versions running',
      description: 'How many versions run now. More than one: a roll-out goes on, or was left half done.',
    })
      .unit('none')
      .thresholds(thresholds('text', [2, 'blue']))
      .withTarget(now('A', `count(count by (service_version) (${queries.series('heapcast_jvm_info')}))`)),
    stat({
      id: 5,
      title: 'Last deploy',
      description: 'How long ago the first JVM of the newest version started.',
    })
      .unit('s')
      .decimals(1)
      .thresholds(thresholds('text'))
      .withTarget(now('A', `time() - max(${deployed})`)),
    stat({
      id: 6,
      title: 'Restarts in the time shown',
      description:
        'How often one of its instances started again under the same name. Restarts hide a leak: each begins at its floor anew.',
    })
      .unit('none')
      .decimals(0)
      .thresholds(thresholds('text', [1, 'purple']))
      .withTarget(now('A', `sum(max by (${identity}) (changes(${starts}[$__range])))`)),
  ];
}

function shares(): TimeSeriesBuilder {
  return timeSeries({
    id: 20,
    title: 'Live set as a share of the limit, by version and replica',
    description:
      'What survived the last real cleaning. Compare versions: where the lines of one climb after its deploy (blue mark) and those of the other stay level, that version leaks; it is fixed when the lines of the next stay level for longer than this one took to climb. Click a line for its JVM.',
  })
    .unit('percentunit')
    .min(0)
    .max(1)
    .thresholds(thresholds('transparent', [0.9, 'red']))
    .thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
    )
    .legend(legendWithLast(common.LegendPlacement.Right))
    .overrideByFieldType('number', [{ id: 'links', value: [TO_JVM] }])
    .withTarget(over('A', queries.liveSetShare(), REPLICA));
}

function growth(): TimeSeriesBuilder {
  const median = queries.perJvm('heapcast_growth_bytes_per_second', ['resource="heap"', 'quantile="0.5"']);
  return timeSeries({
    id: 21,
    title: 'Growth per hour by version',
    description:
      'The median of what survives collections more each hour, over the replicas of a version. About 0 is healthy. A version without a line has no trend yet.',
  })
    .unit('bytes')
    .legend(legendWithLast())
    .withTarget(
      over('A', `quantile by (service_version) (0.5, ${median}) * ${HOUR_S}`, '{{service_version}}'),
    );
}

function states(): StateTimelineBuilder {
  return new StateTimelineBuilder()
    .id(22)
    .title('Verdict over time, by version and replica')
    .description(
      'The worst verdict of each replica, whatever the resource. A gap is a time in which it did not run or was not watched.',
    )
    .datasource(DATA_SOURCE)
    .unit('none')
    .mappings(wordsFor(VERDICTS))
    .colorScheme(byThresholds())
    .mergeValues(true)
    .showValue(common.VisibilityMode.Auto)
    .rowHeight(0.8)
    .legend(legend().showLegend(false))
    .withTarget(over('A', verdicts, REPLICA));
}

function timeLeft(): TimeSeriesBuilder {
  return timeSeries({
    id: 23,
    title: 'Time until exhaustion, by replica',
    description:
      'The median forecast as it was at each moment. A good one falls by one minute per minute. Empty: none of its replicas is about to run out of anything.',
  })
    .unit('s')
    .decimals(1)
    .min(0)
    .noValue('No exhaustion in sight')
    .legend(legendWithLast())
    .withTarget(over('A', queries.timeLeft('0.5'), `${REPLICA} {{resource}}`));
}

function replicas() {
  return jvmTable(
    {
      id: 31,
      title: 'Replicas, worst first',
      description:
        'Sorted by state, then by time left (p50, between p10 and p90 in 8 of 10 cases). Click an instance for its board.',
    },
    'service',
  );
}

function leaks() {
  return leakTable(
    {
      id: 32,
      title: 'Open leaks of this service',
      description:
        'One row per resource that leaks, over all replicas and restarts. Click a leak for its board. Empty is good.',
    },
    queries,
  );
}
