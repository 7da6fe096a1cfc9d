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

/** Environment, namespace, service and instance, each among what the ones before leave. */
export function variables(scope: Scope): Builder<VariableModel>[] {
  const instance = labelValues('instance', 'Instance', 'service_instance_id', [
    'deployment_environment_name=~"$environment"',
    'service_namespace=~"$namespace"',
    'service_name=~"$service"',
  ]);
  return [
    new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    orAll(labelValues('environment', 'Environment', 'deployment_environment_name', [])),
    orAll(
      labelValues('namespace', 'Namespace', 'service_namespace', [
        'deployment_environment_name=~"$environment"',
      ]),
    ),
    orAll(
      labelValues('service', 'Service', 'service_name', [
        'deployment_environment_name=~"$environment"',
        'service_namespace=~"$namespace"',
      ]),
    ),
    scope === 'many' ? orAll(instance) : instance,
  ];
}

/** How far ahead the forecast is drawn; its value is in seconds. */
export function horizon(): Builder<VariableModel> {
  return new CustomVariableBuilder('horizon')
    .label('Forecast ahead')
    .values(HORIZONS)
    .current({ selected: true, text: '10 min', value: '600' });
}

function labelValues(name: string, label: string, ofLabel: string, matchers: string[]): QueryVariableBuilder {
  const query = `label_values(heapcast_jvm_info{${matchers.join(', ')}}, ${ofLabel})`;
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
