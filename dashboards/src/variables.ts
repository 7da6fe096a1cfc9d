// The variables at the top of a board. `All` is `.*`, which also matches JVMs that lack the label.
import {
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Scope } from './promql.js';

export const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };

const ALL = { selected: true, text: 'All', value: '$__all' };
const HORIZONS = '1 min : 60, 10 min : 600, 1 h : 3600, 6 h : 21600, 1 d : 86400';

/** Cluster, environment, namespace, service, version and instance, each among what the ones before leave. */
export function variables(scope: Scope): Builder<VariableModel>[] {
  const service = labelValues('service', 'Service', 'service_name');
  const instance = labelValues('instance', 'Instance', 'service_instance_id');
  const ofServices = [
    dataSource(),
    orAll(labelValues('cluster', 'Cluster', 'cluster')),
    orAll(labelValues('environment', 'Environment', 'deployment_environment_name')),
    orAll(labelValues('namespace', 'Namespace', 'service_namespace')),
    scope === 'service' ? service : orAll(service),
  ];
  if (scope === 'leak') return [...ofServices, leak()];
  return [
    ...ofServices,
    orAll(labelValues('version', 'Version', 'service_version')),
    scope === 'one' ? instance : orAll(instance),
  ];
}

export function dataSource(): Builder<VariableModel> {
  return new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus');
}

/** Alerts of the services chosen, ended ones of the time shown included; of one service the newest first. */
function leak(): QueryVariableBuilder {
  return ofMetric('leak', 'Leak', 'heapcast_alert_state', 'leak_id', ORDER.slice(0, 4)).sort(
    VariableSort.AlphabeticalDesc,
  );
}

/** How far ahead the forecast is drawn; its value is in seconds. */
export function horizon(): Builder<VariableModel> {
  return new CustomVariableBuilder('horizon')
    .label('Forecast ahead')
    .values(HORIZONS)
    .current({ selected: true, text: '10 min', value: '600' });
}

/** In which the variables narrow each other, with the label that each stands for. */
export const ORDER: readonly [variable: string, label: string][] = [
  ['cluster', 'cluster'],
  ['environment', 'deployment_environment_name'],
  ['namespace', 'service_namespace'],
  ['service', 'service_name'],
  ['version', 'service_version'],
  ['instance', 'service_instance_id'],
];

function labelValues(name: string, label: string, ofLabel: string): QueryVariableBuilder {
  const before = ORDER.slice(
    0,
    ORDER.findIndex(([variable]) => variable === name),
  );
  return ofMetric(name, label, 'heapcast_jvm_info', ofLabel, before);
}

function ofMetric(
  name: string,
  label: string,
  metric: string,
  ofLabel: string,
  before: readonly [variable: string, label: string][],
): QueryVariableBuilder {
  const matchers = before.map(([variable, ofVariable]) => `${ofVariable}=~"$${variable}"`).join(', ');
  const query = `label_values(${metric}{${matchers}}, ${ofLabel})`;
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATA_SOURCE)
    .query({ query, refId: name })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}

function orAll(variable: QueryVariableBuilder): QueryVariableBuilder {
  return variable.multi(true).includeAll(true).allValue('.*').current(ALL);
}
