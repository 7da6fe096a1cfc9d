// The board of Heapcast itself: can what the other boards show be trusted, and what does it cost?
import * as common from '@grafana/grafana-foundation-sdk/common';
import { RowBuilder, type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { board } from './board.js';
import { fleetLink, SELF_UID } from './links.js';
import { fixedColor, legend, legendWithLast, now, over, stat, thresholds, timeSeries } from './panels.js';
import { dataSource } from './variables.js';

/** Its own metrics say nothing of services: there is nothing to filter them by. */
export function self(): DashboardBuilder {
  const panels = board({
    title: 'itself',
    uid: SELF_UID,
    description:
      'Can the other boards be trusted: how old is what they show, what is missing, what does it cost, and how often was it right?',
  })
    .variables([dataSource()])
    .link(fleetLink(false));
  for (const panel of stats()) panels.withPanel(panel.span(4).height(4));
  return panels
    .withPanel(lag().span(8).height(8))
    .withPanel(dataAge().span(8).height(8))
    .withPanel(coverage().span(8).height(8))
    .withPanel(windows().span(8).height(8))
    .withPanel(drops().span(8).height(8))
    .withPanel(notifications().span(8).height(8))
    .withRow(new RowBuilder('Collectors').id(25))
    .withPanel(collectorDrops().span(8).height(7))
    .withPanel(collectorErrors().span(8).height(7))
    .withPanel(spool().span(8).height(7))
    .withRow(new RowBuilder('Track record').id(30))
    .withPanel(outcomes().span(10).height(8))
    .withPanel(misses().span(7).height(8))
    .withPanel(forecasts().span(7).height(8))
    .withRow(new RowBuilder('Cost').id(40))
    .withPanel(cpu().span(12).height(7))
    .withPanel(memory().span(12).height(7));
}

const RANGE = '[$__range]';
const ended = (outcome: string) =>
  `sum(max by (outcome) (increase(heapcast_alerts_total{outcome=~"${outcome}"}${RANGE})))`;

function stats(): StatBuilder[] {
  return [
    stat({
      id: 1,
      title: 'Data as of',
      description:
        'Age of the stalest verdict. Verdicts are renewed every 5 minutes at least: above 10, something is silent, and the boards show the past.',
    })
      .unit('s')
      .decimals(0)
      .thresholds(thresholds('green', [360, 'orange'], [600, 'red']))
      .withTarget(now('A', 'time() - min(heapcast_data_as_of_timestamp_seconds)')),
    stat({
      id: 2,
      title: 'Records not processed yet',
      description:
        'Lag of streams, detector and server together. Near 0 is usual; climbing means they are too slow.',
    })
      .unit('short')
      .decimals(0)
      .thresholds(thresholds('green', [10_000, 'orange'], [100_000, 'red']))
      .withTarget(
        now('A', 'sum(max by (part) (heapcast_part_lag_records)) + max(heapcast_server_lag_records)'),
      ),
    stat({
      id: 3,
      title: 'Unreadable records',
      description:
        'Dead letters in the time shown, of all parts. Each is in heapcast.deadletter.v1 with its reason.',
    })
      .unit('short')
      .decimals(0)
      .thresholds(thresholds('green', [1, 'red']))
      .withTarget(
        now('A', `sum(max by (topic, part) (increase(heapcast_dead_letters_total${RANGE}))) or vector(0)`),
      ),
    stat({
      id: 4,
      title: 'JVMs not watched',
      description: 'Share of the JVMs seen that are not watched: Heapcast is blind for them.',
    })
      .unit('percentunit')
      .decimals(0)
      .thresholds(thresholds('green', [0.1, 'orange'], [0.5, 'red']))
      .withTarget(now('A', '1 - max(heapcast_jvms{state="watched"}) / sum(max by (state) (heapcast_jvms))')),
    stat({
      id: 5,
      title: 'Foreseen',
      description:
        'Of the JVMs that ran out of memory in the time shown: the share for which an alert was firing before. "none died": there was nothing to foresee.',
    })
      .unit('percentunit')
      .decimals(0)
      .noValue('none died')
      .thresholds(thresholds('red', [0.5, 'orange'], [0.9, 'green']))
      .withTarget(
        now(
          'A',
          `sum(max by (alerted) (increase(heapcast_out_of_memory_total{alerted="true"}${RANGE}))) / (sum(max by (alerted) (increase(heapcast_out_of_memory_total${RANGE}))) > 0)`,
        ),
      ),
    stat({
      id: 6,
      title: 'False alerts',
      description: 'Alerts of the time shown that were refuted: the growth stopped or came back.',
    })
      .unit('short')
      .decimals(0)
      .thresholds(thresholds('green', [1, 'orange']))
      .withTarget(now('A', ended('refuted'))),
  ];
}

function lag(): TimeSeriesBuilder {
  return timeSeries({
    id: 10,
    title: 'Lag by part',
    description:
      'Records that each part has not processed yet. A part that climbs is too slow or stuck; start another one of it. No line: it has not committed anything, or the cluster did not answer.',
  })
    .unit('short')
    .decimals(0)
    .min(0)
    .legend(legend())
    .withTarget(over('Parts', 'max by (part) (heapcast_part_lag_records)', '{{part}}'))
    .withTarget(over('Server', 'max(heapcast_server_lag_records)', 'server'));
}

function dataAge(): TimeSeriesBuilder {
  return timeSeries({
    id: 11,
    title: 'Age of the data under the verdicts',
    description:
      'Freshest, median and stalest JVM. A saw tooth up to 5 minutes is usual for a quiet JVM. All rising together: the pipeline stands; only the stalest: one collector does.',
  })
    .unit('s')
    .decimals(0)
    .min(0)
    .legend(legendWithLast())
    .withTarget(over('Old', 'time() - min(heapcast_data_as_of_timestamp_seconds)', 'stalest'))
    .withTarget(over('Mid', 'time() - quantile(0.5, heapcast_data_as_of_timestamp_seconds)', 'median'))
    .withTarget(over('New', 'time() - max(heapcast_data_as_of_timestamp_seconds)', 'freshest'));
}

function coverage(): TimeSeriesBuilder {
  return timeSeries({
    id: 12,
    title: 'JVMs by watch state',
    description:
      'A step down of "watched" without a deploy is a collector that died or lost its rights. "hidden" ones have the labels of a younger JVM: give them a service.instance.id of their own.',
  })
    .unit('short')
    .decimals(0)
    .min(0)
    .legend(legend())
    .withTarget(over('States', 'max by (state) (heapcast_jvms)', '{{state}}'))
    .withTarget(over('Hidden', 'max(heapcast_jvms_hidden)', 'hidden'))
    .overrideByName('watched', [fixedColor('green')])
    .overrideByName('attaching', [fixedColor('blue')])
    .overrideByName('refused', [fixedColor('dark-yellow')])
    .overrideByName('hidden', [fixedColor('purple')]);
}

function windows(): TimeSeriesBuilder {
  return timeSeries({
    id: 13,
    title: 'Windows per second',
    description:
      'What comes out of streams: one window per JVM every 10 s. It should follow the number of watched JVMs; 0 means that nothing comes in.',
  })
    .unit('cps')
    .min(0)
    .interval('10s')
    .withTarget(over('A', 'max(rate(heapcast_windows_total[$__rate_interval]))', 'windows'));
}

function drops(): TimeSeriesBuilder {
  return timeSeries({
    id: 14,
    title: 'Unreadable records',
    description:
      'Dead letters per minute by part, and those that could not even be put aside. Empty or 0 is good; a new version of a part that writes what others cannot read shows here.',
  })
    .unit('cpm')
    .min(0)
    .noValue('none')
    .interval('10s')
    .withTarget(
      over(
        'Letters',
        'sum by (part) (max by (topic, part) (rate(heapcast_dead_letters_total[$__rate_interval]))) * 60',
        '{{part}}',
      ),
    )
    .withTarget(over('Lost', 'max(rate(heapcast_dead_letters_lost_total[$__rate_interval])) * 60', 'lost'));
}

const NOT_SCRAPED = 'none, or collectors are not scraped';

function collectorDrops(): TimeSeriesBuilder {
  return timeSeries({
    id: 16,
    title: 'Telemetry dropped on hosts',
    description:
      'Batches per minute that collectors gave up, by reason, over all hosts: verdicts of their JVMs have a gap there. 0 is good; a spool that is full too long shows here. Needs heapcast.collector.metrics.port on every host, and Prometheus to scrape it.',
  })
    .unit('cpm')
    .min(0)
    .noValue(NOT_SCRAPED)
    .interval('10s')
    .withTarget(
      over(
        'A',
        'sum by (reason) (rate(heapcast_collector_dropped_batches_total[$__rate_interval])) * 60',
        '{{reason}}',
      ),
    );
}

function collectorErrors(): TimeSeriesBuilder {
  return timeSeries({
    id: 17,
    title: 'What collectors could not read',
    description:
      'Errors per minute while reading recordings, by reason, over all hosts. Single ones are repaired by reading on; a rate that stays means that a JVM is watched badly.',
  })
    .unit('cpm')
    .min(0)
    .noValue(NOT_SCRAPED)
    .interval('10s')
    .withTarget(
      over(
        'A',
        'sum by (reason) (rate(heapcast_collector_errors_total[$__rate_interval])) * 60',
        '{{reason}}',
      ),
    );
}

function spool(): TimeSeriesBuilder {
  return timeSeries({
    id: 18,
    title: 'Waiting on hosts',
    description:
      'Bytes that collectors keep on disk because the cluster did not take them yet, over all hosts. 0 is usual; climbing means that Kafka is away, and falling afterwards that nothing was lost.',
  })
    .unit('bytes')
    .min(0)
    .noValue(NOT_SCRAPED)
    .interval('10s')
    .withTarget(over('A', 'sum(heapcast_collector_spool_bytes)', 'spooled'));
}

function notifications(): TimeSeriesBuilder {
  return timeSeries({
    id: 15,
    title: 'Deliveries of alerts',
    description:
      'Posts per minute by target and outcome. "failed" is tried again soon; failing for long means that nobody is told. Empty: no target is configured.',
  })
    .unit('cpm')
    .min(0)
    .noValue('No target is configured')
    .interval('10s')
    .legend(legendWithLast())
    .withTarget(
      over(
        'A',
        'sum by (target, outcome) (rate(heapcast_notifications_total[$__rate_interval])) * 60',
        '{{target}} {{outcome}}',
      ),
    );
}

function outcomes(): TimeSeriesBuilder {
  return timeSeries({
    id: 31,
    title: 'How alerts ended, in the time shown',
    description:
      'True: a JVM ran out of memory or was killed at its limit, or the service was fixed. False: refuted, the growth stopped or came back. Not settled: it ended otherwise while leaking, or fell silent. The last point counts the time shown, each earlier one as long a time before it. Choose weeks above to judge Heapcast by it.',
  })
    .unit('short')
    .decimals(0)
    .min(0)
    .axisSoftMax(1)
    .legend(legend())
    .lineInterpolation(common.LineInterpolation.StepAfter)
    .withTarget(over('Fired', ended('firing'), 'fired'))
    .withTarget(over('True', ended('out_of_memory_error|container_limit|fixed'), 'true'))
    .withTarget(over('False', ended('refuted'), 'false'))
    .withTarget(over('Unknown', ended('ended_while_leaking|unknown|silent'), 'not settled'))
    .overrideByName('true', [fixedColor('green')])
    .overrideByName('false', [fixedColor('red')])
    .overrideByName('fired', [fixedColor('blue')])
    .overrideByName('not settled', [fixedColor('text')]);
}

function misses(): TimeSeriesBuilder {
  return timeSeries({
    id: 32,
    title: 'Out of memory: foreseen and missed',
    description:
      'JVMs that ran out of memory since the server started, by whether an alert was firing for them. "missed" is what Heapcast is for: look at each.',
  })
    .unit('short')
    .decimals(0)
    .min(0)
    .axisSoftMax(1)
    .legend(legend())
    .lineInterpolation(common.LineInterpolation.StepAfter)
    .withTarget(over('Foreseen', 'max(heapcast_out_of_memory_total{alerted="true"})', 'foreseen'))
    .withTarget(over('Missed', 'max(heapcast_out_of_memory_total{alerted="false"})', 'missed'))
    .overrideByName('foreseen', [fixedColor('green')])
    .overrideByName('missed', [fixedColor('red')]);
}

function forecasts(): TimeSeriesBuilder {
  return timeSeries({
    id: 33,
    title: 'Forecasts held against the end',
    description:
      'Forecasts of JVMs that then ran out, since the server started: within or outside their interval. An honest 80 % interval holds 8 of 10.',
  })
    .unit('short')
    .decimals(0)
    .min(0)
    .axisSoftMax(1)
    .legend(legend())
    .lineInterpolation(common.LineInterpolation.StepAfter)
    .withTarget(over('A', 'max by (result) (heapcast_forecasts_total)', '{{result}}'))
    .overrideByName('within', [fixedColor('green')])
    .overrideByName('outside', [fixedColor('orange')]);
}

function cpu(): TimeSeriesBuilder {
  return timeSeries({
    id: 41,
    title: 'Processor of the server',
    description:
      'Cores that the server\'s process uses; under "heapcast up" that is the whole pipeline with its broker.',
  })
    .unit('short')
    .decimals(2)
    .min(0)
    .interval('10s')
    .withTarget(
      over(
        'A',
        'sum by (instance) (rate(heapcast_server_cpu_seconds_total[$__rate_interval]))',
        '{{instance}}',
      ),
    );
}

function memory(): TimeSeriesBuilder {
  return timeSeries({
    id: 42,
    title: 'Heap of the server',
    description:
      "Heap in use in the server's process. It grows with the number of JVMs, about 10 KiB each, and must not grow otherwise.",
  })
    .unit('bytes')
    .min(0)
    .withTarget(over('A', 'sum by (instance) (heapcast_server_heap_used_bytes)', '{{instance}}'));
}
