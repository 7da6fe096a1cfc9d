// The table of a service's versions: which one leaks, and which one was cleared.
import { TableCellDisplayMode, TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { byThresholds, rows, table, thresholds } from './panels.js';
import type { Queries } from './promql.js';
import { LEAK, LEAK_SUSPECTED, VERDICTS, wordsFor } from './states.js';

const HOUR_S = 3600;
const by = 'by (service_version)';

interface Column {
  field: string;
  name: string;
  properties?: DynamicConfigValue[];
}

const plain: DynamicConfigValue[] = [
  { id: 'decimals', value: 0 },
  { id: 'noValue', value: '–' },
];
const counted = (color: string): DynamicConfigValue[] => [
  ...plain,
  { id: 'thresholds', value: thresholds('text', [1, color]).build() },
  { id: 'color', value: byThresholds().build() },
  { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorText } },
];
const age: DynamicConfigValue[] = [
  { id: 'unit', value: 's' },
  { id: 'decimals', value: 1 },
];

const COLUMNS: Column[] = [
  { field: 'service_version', name: 'Version' },
  {
    field: 'Value #Worst',
    name: 'Worst verdict',
    properties: [
      { id: 'mappings', value: wordsFor(VERDICTS) },
      { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorBackground } },
    ],
  },
  { field: 'Value #Running', name: 'Running', properties: plain },
  { field: 'Value #Leaking', name: 'Leak now', properties: counted('red') },
  { field: 'Value #Suspected', name: 'Suspected now', properties: counted('orange') },
  { field: 'Value #Leaked', name: 'Ever leaked', properties: counted('red') },
  { field: 'Value #Cleared', name: 'Cleared', properties: counted('green') },
  {
    field: 'Value #Growth',
    name: 'Growth per hour',
    properties: [
      { id: 'unit', value: 'bytes' },
      { id: 'decimals', value: 1 },
    ],
  },
  { field: 'Value #First', name: 'First started ago', properties: age },
  { field: 'Value #Oldest', name: 'Oldest running', properties: age },
];

/** JVMs that are in a state, 0 included, by version. */
function inState(state: number, queries: Queries): string {
  const verdicts = queries.perJvm('heapcast_verdict_state');
  return `count ${by} (${verdicts} == ${state}) or 0 * count ${by} (${verdicts})`;
}

function targets(queries: Queries): Record<string, string> {
  const starts = queries.series('heapcast_jvm_start_timestamp_seconds');
  const median = queries.perJvm('heapcast_growth_bytes_per_second', ['resource="heap"', 'quantile="0.5"']);
  const known = (what: string) =>
    `max ${by} (${queries.alertSeries('heapcast_alert_version_instances', `known="${what}"`, 'service_version=~"$version"')})`;
  return {
    Worst: `max ${by} (${queries.perJvm('heapcast_verdict_state')})`,
    Running: `count ${by} (${queries.perJvm('heapcast_jvm_info')})`,
    Leaking: inState(LEAK, queries),
    Suspected: inState(LEAK_SUSPECTED, queries),
    Leaked: known('leaked'),
    Cleared: known('cleared'),
    Growth: `quantile ${by} (0.5, ${median}) * ${HOUR_S}`,
    First: `time() - min ${by} (min_over_time(${starts}[$__range]))`,
    Oldest: `time() - min ${by} (${starts})`,
  };
}

/** One row per version that runs, ran in the time shown, or that an alert remembers. */
export function versionTable(queries: Queries): PanelBuilder {
  const panel = table({
    id: 10,
    title: 'Versions: which one leaks?',
    description:
      'One row per version. "Ever leaked" and "Cleared" are what its open or recent alert remembers: a version is cleared by JVMs that stayed healthy for longer than the leaking ones took to be caught. "–": no alert remembers anything.',
  })
    .unit('short')
    .cellHeight(TableCellHeight.Sm);
  for (const [refId, expr] of Object.entries(targets(queries))) panel.withTarget(rows(refId, expr));
  panel
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'sortBy',
      options: { sort: [{ field: 'Value #First', desc: false }] },
    })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries(COLUMNS.map(({ field }, index) => [field, index])),
        renameByName: Object.fromEntries(COLUMNS.map(({ field, name }) => [field, name])),
      },
    });
  for (const { name, properties } of COLUMNS) if (properties) panel.overrideByName(name, properties);
  return panel;
}
