// The table of every JVM, worst first: one row per JVM, and one more for each further resource in trouble.
import {
  TableCellDisplayMode,
  TableCellHeight,
  FieldTextAlignment,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { collectorNames } from './collectors.js';
import { jvmLink } from './links.js';
import { byThresholds, rows, table, thresholds, type Heading } from './panels.js';
import { byJvm, IDENTITY, Queries } from './promql.js';
import { UNJUDGED, VERDICTS, wordsFor } from './states.js';

const queries = new Queries('many');
const identity = IDENTITY.join(', ');
/** What there is a row for, besides JVMs without a verdict. */
const JUDGED = `(${queries.verdicts()})`;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** One column: the field it comes from, how it is called and drawn. */
interface Column {
  field: string;
  name: string;
  properties?: DynamicConfigValue[];
}

/** JVMs by what keeps them from a verdict: the values of `UNJUDGED`. */
function unjudged(): string {
  const watch = (state: string) => queries.perJvm('heapcast_jvm_watch_state', [`state="${state}"`]);
  const states = `-2 * ${watch('refused')} or -1 * ${watch('attaching')} or 0 * ${watch('watched')}`;
  return asHeap(states);
}

/** Puts series that have no `resource` into the row of the heap. */
function asHeap(expr: string): string {
  return `label_replace(${expr}, "resource", "heap", "", "")`;
}

function onlyRows(expr: string): string {
  return byJvm(`(${expr})`, 'and', JUDGED, ['resource']);
}

function state(): string {
  const info = queries.perJvm('heapcast_jvm_info', [], ['collector', 'jdk_version', 'service_version']);
  const identified = `* on (${identity}) group_left (collector, jdk_version, service_version) ${info}`;
  return `(${byJvm(JUDGED, 'or', unjudged())}) ${identified}`;
}

/** Sorts: the worst state first, within it the least time left. */
function urgency(): string {
  const step = '1e9';
  const left = byJvm(`${JUDGED} * ${step}`, '-', `clamp_max(${queries.timeLeft('0.5')}, 9e8)`, ['resource']);
  return `${left} or ${JUDGED} * ${step} or ${unjudged()} * ${step}`;
}

const TARGETS: Record<string, string> = {
  State: state(),
  Left: onlyRows(queries.timeLeft('0.5')),
  Early: onlyRows(queries.timeLeft('0.1')),
  Late: onlyRows(queries.timeLeft('0.9')),
  Growth: onlyRows(
    `${queries.perJvm('heapcast_growth_bytes_per_second', ['quantile="0.5"'], ['resource'])} * ${HOUR_S}`,
  ),
  Share: queries.liveSetShare(),
  Age: `0 * ${JUDGED} + on (${identity}) group_left () (${queries.dataAge()})`,
  Why: asHeap(queries.perJvm('heapcast_jvm_watch_state', ['state!="watched"'], ['reason'])),
  Urgency: urgency(),
};

const link = jvmLink('${__data.fields.Service}', '${__data.fields.Instance}');
const linked: DynamicConfigValue = { id: 'links', value: [link] };
const width = (value: number): DynamicConfigValue => ({ id: 'custom.width', value });
const unit = (value: string): DynamicConfigValue => ({ id: 'unit', value });
const decimals = (value: number): DynamicConfigValue => ({ id: 'decimals', value });
const colored = (type: TableCellDisplayMode): DynamicConfigValue => ({
  id: 'custom.cellOptions',
  value: { type },
});
const steps = (first: string, ...rest: [number, string][]): DynamicConfigValue[] => [
  { id: 'thresholds', value: thresholds(first, ...rest).build() },
  { id: 'color', value: byThresholds().build() },
];

const COLUMNS: Column[] = [
  {
    field: 'Value #State',
    name: 'State',
    properties: [
      { id: 'mappings', value: wordsFor([...VERDICTS, ...UNJUDGED]) },
      colored(TableCellDisplayMode.ColorBackground),
      { id: 'custom.align', value: FieldTextAlignment.Left },
      width(112),
    ],
  },
  { field: 'service_name', name: 'Service', properties: [linked] },
  { field: 'service_instance_id', name: 'Instance', properties: [linked] },
  { field: 'resource', name: 'Resource', properties: [width(80)] },
  {
    field: 'Value #Left',
    name: 'Time left (p50)',
    properties: [
      unit('s'),
      decimals(1),
      width(115),
      colored(TableCellDisplayMode.ColorText),
      ...steps('red', [HOUR_S, 'orange'], [8 * HOUR_S, 'dark-yellow'], [DAY_S, 'text']),
    ],
  },
  { field: 'Value #Early', name: 'p10', properties: [unit('s'), decimals(1), width(80)] },
  { field: 'Value #Late', name: 'p90', properties: [unit('s'), decimals(1), width(80)] },
  { field: 'Value #Growth', name: 'Growth per hour', properties: [unit('bytes'), decimals(1), width(120)] },
  {
    field: 'Value #Share',
    name: 'Live set of limit',
    properties: [
      unit('percentunit'),
      decimals(0),
      { id: 'min', value: 0 },
      { id: 'max', value: 1 },
      { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.Gauge, mode: 'basic' } },
      ...steps('green', [0.7, 'orange'], [0.9, 'red']),
      width(130),
    ],
  },
  {
    field: 'collector',
    name: 'Collector',
    properties: [{ id: 'mappings', value: collectorNames() }, width(95)],
  },
  { field: 'jdk_version', name: 'JDK', properties: [width(72)] },
  { field: 'service_version', name: 'Version', properties: [width(68)] },
  { field: 'deployment_environment_name', name: 'Environment', properties: [width(100)] },
  { field: 'Value #Age', name: 'Data age', properties: [unit('s'), decimals(0), width(80)] },
  { field: 'reason', name: 'Refused because', properties: [width(130)] },
];

const HIDDEN = ['Time', 'service_namespace', 'Value #Why', 'Value #Urgency'];

/** Every JVM that the variables choose. */
export function fleetTable(heading: Heading): PanelBuilder {
  const panel = table(heading).unit('short').cellHeight(TableCellHeight.Sm);
  for (const [refId, expr] of Object.entries(TARGETS)) panel.withTarget(rows(refId, expr));
  panel
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'sortBy', options: { sort: [{ field: 'Value #Urgency', desc: true }] } })
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
