// The members of a leak, and the versions of its service.
import { TableCellDisplayMode, TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import { MappingType, type DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { jvmLink } from './links.js';
import { byThresholds, rows, table, thresholds } from './panels.js';
import { IDENTITY, type Queries } from './promql.js';
import { VERDICTS, wordsFor } from './states.js';

const HOUR_S = 3600;
const identity = IDENTITY.join(', ');

interface Column {
  field: string;
  name: string;
  properties?: DynamicConfigValue[];
}

const unit = (value: string): DynamicConfigValue => ({ id: 'unit', value });
const decimals = (value: number): DynamicConfigValue => ({ id: 'decimals', value });
// Without widths Grafana gives each column 150 pixels, and the last ones are out of sight.
const width = (value: number): DynamicConfigValue => ({ id: 'custom.width', value });
const noValue: DynamicConfigValue = { id: 'noValue', value: '–' };

const MEMBER_COLUMNS: Column[] = [
  {
    field: 'service_instance_id',
    name: 'Instance',
    properties: [
      {
        id: 'links',
        value: [jvmLink('${__data.fields.Service}', '${__data.fields.Instance}')],
      },
    ],
  },
  { field: 'service_name', name: 'Service' },
  { field: 'service_version', name: 'Version', properties: [width(80)] },
  {
    field: 'Value #Runs',
    name: 'Runs',
    properties: [
      width(60),
      {
        id: 'mappings',
        value: [
          {
            type: MappingType.ValueToText,
            options: { 0: { text: 'ended', color: '#8e8e8e' }, 1: { text: 'yes', color: 'text' } },
          },
        ],
      },
    ],
  },
  {
    field: 'Value #State',
    name: 'Verdict',
    properties: [
      width(112),
      { id: 'mappings', value: wordsFor(VERDICTS) },
      { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorBackground } },
    ],
  },
  {
    field: 'Value #Left',
    name: 'Time left (p50)',
    properties: [
      unit('s'),
      noValue,
      width(115),
      decimals(1),
      { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorText } },
      { id: 'thresholds', value: thresholds('red', [HOUR_S, 'orange'], [24 * HOUR_S, 'text']).build() },
      { id: 'color', value: byThresholds().build() },
    ],
  },
  {
    field: 'Value #Growth',
    name: 'Growth per hour',
    properties: [unit('bytes'), decimals(1), noValue, width(120)],
  },
  { field: 'Value #Age', name: 'Runs for', properties: [unit('s'), decimals(1), noValue, width(85)] },
];

const MEMBER_HIDDEN = [
  'Time',
  'cluster',
  'deployment_environment_name',
  'service_namespace',
  'resource',
  'Value #Order',
];

function memberTargets(queries: Queries): Record<string, string> {
  const now = `max by (${identity}, resource) (${queries.series('heapcast_alert_member', 'leak_id="$leak"')})`;
  const ofMembers = (expr: string) => `(${expr}) and on (${identity}, resource) ${now}`;
  const left = queries.timeLeft('0.5');
  const median = ['quantile="0.5"'];
  return {
    Runs: now,
    State: ofMembers(queries.perJvm('heapcast_verdict_state', [], ['resource'])),
    Left: ofMembers(left),
    Growth: ofMembers(
      `${queries.perJvm('heapcast_growth_bytes_per_second', median, ['resource'])} * ${HOUR_S}`,
    ),
    Age: `time() - ${now} * 0 - on (${identity}) group_left () ${queries.perJvm('heapcast_jvm_start_timestamp_seconds')}`,
    Order: `${ofMembers(left)} or 1e9 + ${now} * 0`,
  };
}

export function membersTable(queries: Queries): PanelBuilder {
  const panel = table({
    id: 22,
    title: 'Members, the one that dies first at the top',
    description:
      'The JVMs that the leak is about, ended ones included. Restarting the first row buys most time. Click an instance for its board.',
  })
    .unit('short')
    .cellHeight(TableCellHeight.Sm)
    .noValue('No members');
  for (const [refId, expr] of Object.entries(memberTargets(queries))) panel.withTarget(rows(refId, expr));
  return columns(panel, MEMBER_COLUMNS, [...MEMBER_HIDDEN], 'Value #Order');
}

const KNOWN: [known: string, name: string, color: string][] = [
  ['running', 'Running', 'text'],
  ['leaked', 'Leaked', 'red'],
  ['suspected', 'Ended suspected', 'orange'],
  ['cleared', 'Cleared', 'green'],
];

export function versionsTable(queries: Queries): PanelBuilder {
  const panel = table({
    id: 23,
    title: 'Versions that this leak remembers',
    description:
      'Leaked: JVMs that leaked or died of it. Cleared: JVMs healthy for longer than the leaking ones took to be caught. The first version with "leaked" brought it; the first newer one with only "cleared" fixed it.',
  })
    .unit('short')
    .cellHeight(TableCellHeight.Sm)
    .noValue('Versions are not known');
  for (const [known] of KNOWN) {
    const series = queries.alertSeries('heapcast_alert_version_instances', `known="${known}"`);
    panel.withTarget(rows(known, `max by (service_version) (${series})`));
  }
  const versionColumns: Column[] = [
    { field: 'service_version', name: 'Version' },
    ...KNOWN.map(([known, name, color]) => ({
      field: `Value #${known}`,
      name,
      properties: [
        decimals(0),
        width(name.length > 10 ? 130 : 90),
        { id: 'thresholds', value: thresholds('text', [1, color]).build() },
        { id: 'color', value: byThresholds().build() },
        { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.ColorText } },
      ],
    })),
  ];
  return columns(panel, versionColumns, ['Time'], 'service_version', true);
}

function columns(
  panel: PanelBuilder,
  shown: Column[],
  hidden: string[],
  sortBy: string,
  descending = false,
): PanelBuilder {
  panel
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: sortBy, desc: descending }] } })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: Object.fromEntries(hidden.map((field) => [field, true])),
        indexByName: Object.fromEntries(shown.map(({ field }, index) => [field, index])),
        renameByName: Object.fromEntries(shown.map(({ field, name }) => [field, name])),
      },
    });
  for (const { name, properties } of shown) if (properties) panel.overrideByName(name, properties);
  return panel;
}
