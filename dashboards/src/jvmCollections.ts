// What the collector of one JVM does, and how much is allocated.
import * as common from '@grafana/grafana-foundation-sdk/common';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { fixedColor, over, timeSeries } from './panels.js';
import { Queries } from './promql.js';

const queries = new Queries('one');
const MINUTE_S = 60;
/** Counters move once per window: rates over less would only show that. */
const WINDOW = '10s';

/** Kinds of collections, lightest first; one colour each on all panels. */
const KINDS: Record<string, string> = {
  young: 'green',
  mixed: 'blue',
  concurrent: 'light-blue',
  old: 'orange',
  full: 'red',
};

export function pauses(): PanelBuilder {
  return byKind(
    timeSeries({
      id: 31,
      title: 'Time stopped by collections',
      description:
        'Share of the time in which the application stood still, by kind of collection. A few per cent is usual; rising with the live set, it says that memory gets tight; above about 25 % the service hardly works.',
    }),
  )
    .unit('percentunit')
    .interval(WINDOW)
    .fillOpacity(40)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'))
    .withTarget(
      over('A', queries.rate('jvm_gc_duration_seconds_sum', ['jvm_gc_action']), '{{jvm_gc_action}}'),
    );
}

export function collections(): PanelBuilder {
  const perSecond = queries.rate('jvm_gc_duration_seconds_count', ['jvm_gc_action']);
  return byKind(
    timeSeries({
      id: 32,
      title: 'Collections per minute',
      description:
        'How often each kind of collection runs. Young ones follow allocation. Old and full ones that come ever more often mean that each frees less.',
    }),
  )
    .unit('cpm')
    .interval(WINDOW)
    .withTarget(over('A', `${perSecond} * ${MINUTE_S}`, '{{jvm_gc_action}}'));
}

export function allocation(): PanelBuilder {
  return timeSeries({
    id: 33,
    title: 'Allocation rate',
    description:
      'Bytes allocated per second: how hard the application works the heap. A live set that grows with it points to load, one that grows without it to a timer or a cache.',
  })
    .unit('binBps')
    .interval(WINDOW)
    .min(0)
    .withTarget(over('A', queries.rate('heapcast_allocated_bytes_total'), 'allocated'));
}

function byKind(panel: PanelBuilder): PanelBuilder {
  panel.min(0);
  for (const [kind, color] of Object.entries(KINDS)) panel.overrideByName(kind, [fixedColor(color)]);
  return panel;
}
