// The table of JVMs, worst first: one row per JVM, and one more for each further resource in trouble.
import {
  TableCellDisplayMode,
  TableCellHeight,
  FieldTextAlignment,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { collectorNames } from './collectors.js';
import { jvmLink, serviceLink, type Link } from './links.js';
import { byThresholds, rows, table, thresholds, type Heading } from './panels.js';
import { byJvm, IDENTITY, Queries, type Scope } from './promql.js';
import { UNJUDGED, VERDICTS, wordsFor } from './states.js';

const identity = IDENTITY.join(', ');
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** One column: the field it comes from, how it is called and drawn. */
interface Column {
  field: string;
  name: string;
  properties?: DynamicConfigValue[];
}

/** The queries of the table, by the column they fill. */
class Cells {
  private readonly queries: Queries;
  /** What there is a row for, besides JVMs without a verdict. */
  private readonly judged: string;

  constructor(scope: Scope) {
    this.queries = new Queries(scope);
    this.judged = `(${this.queries.verdicts()})`;
  }

  targets(): Record<string, string> {
    return {
      State: this.state(),
      Left: this.onlyRows(this.queries.timeLeft('0.5')),
      Early: this.onlyRows(this.queries.timeLeft('0.1')),
      Late: this.onlyRows(this.queries.timeLeft('0.9')),
      Growth: this.onlyRows(this.growth()),
      Share: this.onlyRows(this.queries.shareOfLimit()),
      Age: `0 * ${this.judged} + on (${identity}) group_left () (${this.queries.dataAge()})`,
      Why: asHeap(this.queries.perJvm('heapcast_jvm_watch_state', ['state!="watched"'], ['reason'])),
      Urgency: this.urgency(),
    };
  }

  /** JVMs by what keeps them from a verdict: the values of `UNJUDGED`. */
  private unjudged(): string {
    const watch = (state: string) => this.queries.perJvm('heapcast_jvm_watch_state', [`state="${state}"`]);
    const states = `-2 * ${watch('refused')} or -1 * ${watch('attaching')} or 0 * ${watch('watched')}`;
    return asHeap(states);
  }

  private onlyRows(expr: string): string {
    return byJvm(`(${expr})`, 'and', this.judged, ['resource']);
  }

  private growth(): string {
    const median = ['quantile="0.5"'];
    const bytes = this.queries.perJvm('heapcast_growth_bytes_per_second', median, ['resource']);
    return `${bytes} * ${HOUR_S}`;
  }

  private state(): string {
    const own = 'collector, jdk_version';
    const info = this.queries.perJvm('heapcast_jvm_info', [], ['collector', 'jdk_version']);
    const identified = `* on (${identity}) group_left (${own}) ${info}`;
    return `(${byJvm(this.judged, 'or', this.unjudged())}) ${identified}`;
  }

  /** Sorts: the worst state first, within it the least time left. */
  private urgency(): string {
    const step = '1e9';
    const time = `clamp_max(${this.queries.timeLeft('0.5')}, 9e8)`;
    const left = byJvm(`${this.judged} * ${step}`, '-', time, ['resource']);
    return `${left} or ${this.judged} * ${step} or ${this.unjudged()} * ${step}`;
  }
}

/** Puts series that have no `resource` into the row of the heap. */
function asHeap(expr: string): string {
  return `label_replace(${expr}, "resource", "heap", "", "")`;
}

const linked = (link: Link): DynamicConfigValue => ({ id: 'links', value: [link] });
const TO_JVM = jvmLink('${__data.fields.Service}', '${__data.fields.Instance}');
const TO_SERVICE = serviceLink('${__data.fields.Service}');
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
  { field: 'service_name', name: 'Service', properties: [linked(TO_SERVICE)] },
  { field: 'service_instance_id', name: 'Instance', properties: [linked(TO_JVM)] },
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
    name: 'Level of limit',
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

const HIDDEN = ['Time', 'cluster', 'service_namespace', 'Value #Why', 'Value #Urgency'];

/** Every JVM that the variables choose. */
export function jvmTable(heading: Heading, scope: Scope): PanelBuilder {
  const panel = table(heading).unit('short').cellHeight(TableCellHeight.Sm);
  for (const [refId, expr] of Object.entries(new Cells(scope).targets())) panel.withTarget(rows(refId, expr));
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
