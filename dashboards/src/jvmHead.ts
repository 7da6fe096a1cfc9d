// The top of a JVM's board: the verdict in figures, and which JVM it is about.
import * as common from '@grafana/grafana-foundation-sdk/common';
import type { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { collectorNames } from './collectors.js';
import { serviceLink } from './links.js';
import { now, rows, stat, table, thresholds } from './panels.js';
import { Queries } from './promql.js';
import { VERDICTS, wordsFor } from './states.js';

const queries = new Queries('one');
const HOUR_S = 3600;
const HEAP = ['resource="heap"'];

/** The panels of the first line with their widths. */
export function verdictStats(): [panel: StatBuilder, span: number][] {
  return [
    [state(), 4],
    [timeLeft(), 8],
    [growth(), 3],
    [share(), 3],
    [probability(), 3],
    [dataAge(), 3],
  ];
}

function state(): StatBuilder {
  return stat({
    id: 1,
    title: 'Verdict',
    description:
      'About the heap, and about any other resource that is in trouble. "unknown": not enough collections seen yet. "cache filling", "load growth" and "warming up" grow too, but in a way that ends.',
  })
    .unit('none')
    .mappings(wordsFor(VERDICTS))
    .colorMode(common.BigValueColorMode.Background)
    .noValue('no verdict')
    .textMode(common.BigValueTextMode.ValueAndName)
    .withTarget(now('A', queries.verdicts(), '{{resource}}'));
}

function timeLeft(): StatBuilder {
  const panel = stat({
    id: 2,
    title: 'Time until the heap is exhausted',
    description:
      'Counted from now. 8 of 10 times it lies between early (p10) and late (p90); likely is the median (p50). "none in sight": the verdict forecasts no exhaustion.',
  })
    .unit('s')
    .decimals(1)
    .noValue('none in sight')
    .textMode(common.BigValueTextMode.ValueAndName)
    .orientation(common.VizOrientation.Vertical)
    .thresholds(thresholds('red', [HOUR_S, 'orange'], [8 * HOUR_S, 'dark-yellow'], [24 * HOUR_S, 'text']));
  return panel
    .withTarget(now('A', queries.timeLeft('0.1', ...HEAP), 'early (p10)'))
    .withTarget(now('B', queries.timeLeft('0.5', ...HEAP), 'likely (p50)'))
    .withTarget(now('C', queries.timeLeft('0.9', ...HEAP), 'late (p90)'));
}

function growth(): StatBuilder {
  const perSecond = queries.perJvm('heapcast_growth_bytes_per_second', [...HEAP, 'quantile="0.5"']);
  return stat({
    id: 3,
    title: 'Growth per hour',
    description: 'How much more survives collections each hour, by the fitted trend (median).',
  })
    .unit('bytes')
    .decimals(1)
    .noValue('not known')
    .thresholds(thresholds('text'))
    .withTarget(now('A', `${perSecond} * ${HOUR_S}`));
}

function share(): StatBuilder {
  return stat({
    id: 4,
    title: 'Live set of limit',
    description: 'What survived the last real cleaning as a share of the heap limit.',
  })
    .unit('percentunit')
    .decimals(0)
    .thresholds(thresholds('text', [0.7, 'orange'], [0.9, 'red']))
    .withTarget(now('A', queries.liveSetShare()));
}

function probability(): StatBuilder {
  return stat({
    id: 5,
    title: 'Leak probability',
    description: 'How sure the verdict is that the heap leaks.',
  })
    .unit('percentunit')
    .decimals(0)
    .noValue('not known')
    .thresholds(thresholds('text', [0.5, 'orange'], [0.9, 'red']))
    .withTarget(now('A', queries.perJvm('heapcast_leak_probability_ratio', HEAP)));
}

function dataAge(): StatBuilder {
  return stat({
    id: 6,
    title: 'Data age',
    description:
      'Age of the data under the verdict. A verdict is renewed at least every 5 minutes; older than 10: the JVM, its collector or the pipeline is silent.',
  })
    .unit('s')
    .decimals(0)
    .thresholds(thresholds('text', [360, 'orange'], [600, 'red']))
    .withTarget(now('A', queries.dataAge()));
}

const COLUMNS: [field: string, name: string][] = [
  ['service_name', 'Service'],
  ['service_version', 'Version'],
  ['service_instance_id', 'Instance'],
  ['service_namespace', 'Namespace'],
  ['deployment_environment_name', 'Environment'],
  ['host_name', 'Host'],
  ['process_pid', 'Process id'],
  ['jdk_version', 'JDK'],
  ['collector', 'Collector'],
  ['cluster', 'Cluster'],
  ['team', 'Team'],
];

export function identityTable(): TableBuilder {
  const labels = COLUMNS.map(([field]) => field).join(', ');
  return table({
    id: 7,
    title: 'This JVM',
    description:
      'What it is. A missing column is not known. Click the service for all its versions and JVMs.',
  })
    .unit('string')
    .withTarget(rows('A', `max by (${labels}) (${queries.series('heapcast_jvm_info')})`))
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true, Value: true },
        indexByName: Object.fromEntries(COLUMNS.map(([field], index) => [field, index])),
        renameByName: Object.fromEntries(COLUMNS),
      },
    })
    .overrideByName('Collector', [{ id: 'mappings', value: collectorNames() }])
    .overrideByName('Service', [{ id: 'links', value: [serviceLink('${__value.raw}')] }]);
}
