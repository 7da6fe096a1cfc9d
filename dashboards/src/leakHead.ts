// The top of a leak's board: how bad, how soon, how many, how sure.
import * as common from '@grafana/grafana-foundation-sdk/common';
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { now, stat, thresholds } from './panels.js';
import type { Queries } from './promql.js';

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const SECOND_MS = 1000;

/** Severities as numbers, so that one panel can show them. */
const SEVERITIES: Record<string, { text: string; color: string }> = {
  0: { text: 'resolved', color: 'green' },
  1: { text: 'pending', color: 'super-light-blue' },
  2: { text: 'info', color: 'blue' },
  3: { text: 'warning', color: 'orange' },
  4: { text: 'critical', color: 'red' },
};

function severity(queries: Queries): string {
  const is = (...matchers: string[]) => queries.alertSeries('heapcast_alert_state', ...matchers);
  return [
    `0 * max(${is('state="resolved"')})`,
    `max(${is('state="pending"')})`,
    ...['info', 'warning', 'critical'].map(
      (name, index) => `${index + 2} * max(${is('state="firing"', `severity="${name}"`)})`,
    ),
  ].join(' or ');
}

/** The panels of the first line with their widths. */
export function alertStats(queries: Queries): [panel: StatBuilder, span: number][] {
  const until = (quantile: string) =>
    `clamp_min(${queries.perAlert('heapcast_alert_exhaustion_timestamp_seconds', [`quantile="${quantile}"`])} - time(), 0)`;
  const instances = (known: string) => queries.perAlert('heapcast_alert_instances', [`known="${known}"`]);
  const began = queries.perAlert('heapcast_alert_inflection_timestamp_seconds');
  const started = queries.perAlert('heapcast_alert_started_timestamp_seconds');
  return [
    [
      stat({
        id: 1,
        title: 'Severity',
        description:
          'Critical: exhaustion falls inside the horizon and enough replicas are hit. Warning: there is time. Info: far away, or hidden by restarts. Pending: suspected, nobody was told.',
      })
        .unit('none')
        .mappings([{ type: MappingType.ValueToText, options: SEVERITIES }])
        .colorMode(common.BigValueColorMode.Background)
        .withTarget(now('A', severity(queries))),
      4,
    ],
    [
      stat({
        id: 2,
        title: 'Until the first member is exhausted',
        description:
          'Counted from now; 8 of 10 times it lies between early (p10) and late (p90), likely is the median (p50).',
      })
        .unit('s')
        .decimals(1)
        .noValue('none in sight')
        .textMode(common.BigValueTextMode.ValueAndName)
        .orientation(common.VizOrientation.Vertical)
        .thresholds(thresholds('red', [HOUR_S, 'orange'], [8 * HOUR_S, 'dark-yellow'], [DAY_S, 'text']))
        .withTarget(now('Early', until('0.1'), 'early (p10)'))
        .withTarget(now('Likely', until('0.5'), 'likely (p50)'))
        .withTarget(now('Late', until('0.9'), 'late (p90)')),
      6,
    ],
    [
      stat({
        id: 3,
        title: 'Instances',
        description:
          'Leaking, suspected, and all of the service that are judged. All: it is the code. One of many: its load or its host.',
      })
        .unit('none')
        .textMode(common.BigValueTextMode.ValueAndName)
        .orientation(common.VizOrientation.Vertical)
        .thresholds(thresholds('text'))
        .withTarget(now('Leaking', instances('leaking'), 'leaking'))
        .withTarget(now('Suspected', instances('suspected'), 'suspected'))
        .withTarget(now('Seen', instances('seen'), 'of')),
      5,
    ],
    [
      stat({
        id: 4,
        title: 'Probability',
        description:
          'That the service leaks: the verdicts of its members, held against its other replicas, versions and earlier incarnations.',
      })
        .unit('percentunit')
        .decimals(0)
        .noValue('not known')
        .thresholds(thresholds('text', [0.5, 'orange'], [0.9, 'red']))
        .withTarget(now('A', queries.perAlert('heapcast_alert_probability_ratio'))),
      3,
    ],
    [
      stat({
        id: 5,
        title: 'Growth began',
        description: 'When the growth of the member that dies first began, as estimated now.',
      })
        .unit('dateTimeFromNow')
        .noValue('not known')
        .thresholds(thresholds('text'))
        .withTarget(now('A', `${began} * ${SECOND_MS}`)),
      3,
    ],
    [
      stat({
        id: 6,
        title: 'Alerted',
        description: 'When it began to fire. Before that nobody was told.',
      })
        .unit('dateTimeFromNow')
        .noValue('never')
        .thresholds(thresholds('text'))
        .withTarget(now('A', `${started} * ${SECOND_MS}`)),
      3,
    ],
  ];
}
