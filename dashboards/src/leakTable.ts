// The table of open alerts: what dies next, when, whose it is, and whether it is new.
import {
  FieldTextAlignment,
  TableCellDisplayMode,
  TableCellHeight,
} from '@grafana/grafana-foundation-sdk/common';
import { MappingType, type DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { leakLink, serviceLink } from './links.js';
import { byThresholds, rows, table, thresholds, type Heading } from './panels.js';
import { ALERT, SERVICE, type Queries } from './promql.js';

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const FAR_S = '1e9';
const alert = ALERT.join(', ');
const services = SERVICE.join(', ');

/** Alerts that are open, with severity and state. */
function open(queries: Queries): string {
  return queries.perAlert('heapcast_alert_state', ['state=~"pending|firing"'], ['severity', 'state']);
}

function onlyOpen(expr: string, queries: Queries): string {
  return `(${expr}) and on (${alert}) ${open(queries)}`;
}

function until(quantile: string, queries: Queries): string {
  const time = queries.perAlert('heapcast_alert_exhaustion_timestamp_seconds', [`quantile="${quantile}"`]);
  return `clamp_min(${time} - time(), 0)`;
}

function instances(known: string, queries: Queries): string {
  return onlyOpen(queries.perAlert('heapcast_alert_instances', [`known="${known}"`]), queries);
}

/** Whether growth began after the newest version was deployed: seconds between the two. */
function sinceDeploy(queries: Queries): string {
  const starts = `${queries.series('heapcast_jvm_start_timestamp_seconds')}[$__range]`;
  const versions = `min by (${services}, service_version) (min_over_time(${starts}))`;
  const began = queries.perAlert('heapcast_alert_inflection_timestamp_seconds');
  return onlyOpen(`${began} - on (${services}) group_left () max by (${services}) (${versions})`, queries);
}

/** The team that most JVMs of the service name: two of one service would fail the whole query. */
function teams(queries: Queries): string {
  const named = queries.series('heapcast_jvm_info', 'team!=""');
  const team = `topk by (${services}) (1, count by (${services}, team) (${named}))`;
  return `0 * max by (${alert}) (${open(queries)}) + on (${services}) group_left (team) ${team}`;
}

interface Column {
  field: string;
  name: string;
  properties?: DynamicConfigValue[];
}

const width = (value: number): DynamicConfigValue => ({ id: 'custom.width', value });
const unit = (value: string): DynamicConfigValue => ({ id: 'unit', value });
const decimals = (value: number): DynamicConfigValue => ({ id: 'decimals', value });
const cell = (type: TableCellDisplayMode): DynamicConfigValue => ({
  id: 'custom.cellOptions',
  value: { type },
});
const steps = (first: string, ...rest: [number, string][]): DynamicConfigValue[] => [
  { id: 'thresholds', value: thresholds(first, ...rest).build() },
  { id: 'color', value: byThresholds().build() },
];
const words = (options: Record<string, { text: string; color: string }>): DynamicConfigValue => ({
  id: 'mappings',
  value: [{ type: MappingType.ValueToText, options }],
});

const COLUMNS: Column[] = [
  {
    field: 'severity',
    name: 'Severity',
    properties: [
      words({
        critical: { text: 'critical', color: 'red' },
        warning: { text: 'warning', color: 'orange' },
        info: { text: 'info', color: 'blue' },
      }),
      cell(TableCellDisplayMode.ColorBackground),
      { id: 'custom.align', value: FieldTextAlignment.Left },
      width(80),
    ],
  },
  { field: 'state', name: 'State', properties: [width(70)] },
  {
    field: 'service_name',
    name: 'Service',
    properties: [{ id: 'links', value: [serviceLink('${__data.fields.Service}')] }],
  },
  { field: 'team', name: 'Team', properties: [width(95)] },
  { field: 'resource', name: 'Resource', properties: [width(85)] },
  {
    field: 'Value #Left',
    name: 'First dies in (p50)',
    properties: [
      unit('s'),
      decimals(1),
      width(135),
      cell(TableCellDisplayMode.ColorText),
      ...steps('red', [HOUR_S, 'orange'], [8 * HOUR_S, 'dark-yellow'], [DAY_S, 'text']),
    ],
  },
  { field: 'Value #Early', name: 'p10', properties: [unit('s'), decimals(1), width(75)] },
  { field: 'Value #Late', name: 'p90', properties: [unit('s'), decimals(1), width(75)] },
  { field: 'Value #Leaking', name: 'Leaking', properties: [decimals(0), width(75)] },
  { field: 'Value #Seen', name: 'of', properties: [decimals(0), width(45)] },
  {
    field: 'Value #Since',
    name: 'Alerted for',
    properties: [
      unit('s'),
      decimals(1),
      width(90),
      cell(TableCellDisplayMode.ColorText),
      ...steps('orange', [DAY_S, 'text']),
    ],
  },
  {
    field: 'Value #Deploy',
    name: 'Began after deploy',
    properties: [unit('s'), decimals(1), width(140)],
  },
  {
    field: 'Value #Probability',
    name: 'Probability',
    properties: [unit('percentunit'), decimals(0), width(85)],
  },
  {
    field: 'leak_id',
    name: 'Leak',
    properties: [
      width(190),
      // The scope has columns of its own: shown is only since when it is pending.
      {
        id: 'mappings',
        value: [
          {
            type: MappingType.RegexToText,
            options: { pattern: '.*@(.*)', result: { text: '$1', index: 0 } },
          },
        ],
      },
      { id: 'links', value: [leakLink('${__data.fields.Service}', '${__value.raw}')] },
    ],
  },
];

const HIDDEN = [
  'Time',
  'Value #State',
  'Value #Order',
  'Value #Team',
  'cluster',
  'service_namespace',
  'deployment_environment_name',
];

function targets(queries: Queries): Record<string, string> {
  const left = until('0.5', queries);
  return {
    State: open(queries),
    Left: onlyOpen(left, queries),
    Early: onlyOpen(until('0.1', queries), queries),
    Late: onlyOpen(until('0.9', queries), queries),
    Leaking: instances('leaking', queries),
    Seen: instances('seen', queries),
    Since: onlyOpen(`time() - ${queries.perAlert('heapcast_alert_started_timestamp_seconds')}`, queries),
    Deploy: sinceDeploy(queries),
    Probability: onlyOpen(queries.perAlert('heapcast_alert_probability_ratio'), queries),
    Team: teams(queries),
    Order: onlyOpen(`${left} or ${FAR_S} * ${queries.perAlert('heapcast_alert_state')}`, queries),
  };
}

/** Every open alert that the variables choose, the one that dies first at the top. */
export function leakTable(heading: Heading, queries: Queries): PanelBuilder {
  const panel = table(heading).unit('short').cellHeight(TableCellHeight.Sm).noValue('No open alert');
  for (const [refId, expr] of Object.entries(targets(queries))) panel.withTarget(rows(refId, expr));
  panel
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: 'Value #Order', desc: false }] } })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: Object.fromEntries(HIDDEN.map((field) => [field, true])),
        indexByName: Object.fromEntries(COLUMNS.map(({ field }, index) => [field, index])),
        renameByName: Object.fromEntries(COLUMNS.map(({ field, name }) => [field, name])),
      },
    });
  for (const { name, properties } of COLUMNS) if (properties) panel.overrideByName(name, properties);
  return panel;
}
