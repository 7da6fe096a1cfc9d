// The memory and threads of one JVM that the heap's limit does not hold, each with the trend of its verdict.
import { AxisPlacement } from '@grafana/grafana-foundation-sdk/common';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { dashed, fixedColor, over, timeSeries } from './panels.js';
import { Queries } from './promql.js';

const queries = new Queries('one');
const METASPACE = ['jvm_memory_type="non_heap"', 'jvm_memory_pool_name="Metaspace"'];

/** What Heapcast fits to a resource that is measured in bytes, and what it holds it against. */
function withVerdict(panel: PanelBuilder, resource: string): PanelBuilder {
  const ofResource = [`resource="${resource}"`];
  return withColors(
    panel
      .withTarget(over('Trend', queries.perJvm('heapcast_trend_bytes', ofResource), 'trend'))
      .withTarget(over('Limit', queries.perJvm('heapcast_limit_bytes', ofResource), 'limit')),
  );
}

function withColors(panel: PanelBuilder): PanelBuilder {
  return panel
    .overrideByName('trend', [fixedColor('dark-yellow'), dashed()])
    .overrideByName('limit', [fixedColor('red')]);
}

export function metaspace(): PanelBuilder {
  const panel = timeSeries({
    id: 41,
    title: 'Metaspace and classes',
    description:
      'Memory for classes, and how many are loaded (right axis). Both level off after warm-up; climbing on is a leak of class loaders. There is a limit only where MaxMetaspaceSize is set, and a trend where the verdict fitted one.',
  })
    .unit('bytes')
    .min(0)
    .withTarget(over('Used', queries.perJvm('jvm_memory_used_bytes', METASPACE), 'metaspace'))
    .withTarget(over('Classes', queries.perJvm('jvm_class_count'), 'classes'))
    .overrideByName('classes', [
      { id: 'unit', value: 'short' },
      { id: 'custom.axisPlacement', value: AxisPlacement.Right },
      fixedColor('text'),
      dashed(),
    ]);
  return withVerdict(panel, 'metaspace');
}

export function directBuffers(): PanelBuilder {
  const buffers = queries.perJvm('jvm_buffer_memory_used_bytes', ['jvm_buffer_pool_name="direct"']);
  const panel = timeSeries({
    id: 42,
    title: 'Direct buffers',
    description:
      'Memory of direct byte buffers, outside the heap. It should follow load and come back. A trend is drawn where the verdict fitted one.',
  })
    .unit('bytes')
    .min(0)
    .withTarget(over('Used', buffers, 'direct'));
  return withVerdict(panel, 'direct');
}

export function threads(): PanelBuilder {
  return withColors(
    timeSeries({
      id: 43,
      title: 'Threads',
      description:
        'Live threads. A pool levels off; climbing without end is a leak of threads. Trend and limit are drawn where they are known.',
    })
      .unit('short')
      .decimals(0)
      .min(0)
      .withTarget(over('Used', queries.perJvm('jvm_thread_count'), 'threads'))
      .withTarget(over('Trend', queries.perJvm('heapcast_trend_threads'), 'trend'))
      .withTarget(over('Limit', queries.perJvm('heapcast_limit_threads'), 'limit')),
  );
}

export function resident(): PanelBuilder {
  const heapCommitted = queries.perJvm('jvm_memory_committed_bytes', ['jvm_memory_type="heap"']);
  const native = ['resource="native"'];
  return withColors(
    timeSeries({
      id: 44,
      title: 'Resident memory and the container limit',
      description:
        'What the process takes from its host or container, beside the heap it has committed. At the container limit the kernel kills it, without an OutOfMemoryError. No limit is drawn where none is known.',
    })
      .unit('bytes')
      .min(0)
      .withTarget(over('Resident', queries.perJvm('process_memory_usage_bytes'), 'resident'))
      .withTarget(over('Committed', heapCommitted, 'heap committed'))
      .withTarget(over('Container', queries.perJvm('heapcast_container_memory_usage_bytes'), 'container'))
      .withTarget(over('Trend', queries.perJvm('heapcast_trend_bytes', native), 'trend'))
      .withTarget(over('Limit', queries.perJvm('heapcast_container_memory_limit_bytes'), 'limit')),
  );
}
