// The memory and threads of one JVM that the heap's limit does not hold.
import { AxisPlacement } from '@grafana/grafana-foundation-sdk/common';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { dashed, fixedColor, over, timeSeries } from './panels.js';
import { Queries } from './promql.js';

const queries = new Queries('one');
const METASPACE = ['jvm_memory_type="non_heap"', 'jvm_memory_pool_name="Metaspace"'];

export function metaspace(): PanelBuilder {
  return timeSeries({
    id: 41,
    title: 'Metaspace and classes',
    description:
      'Memory for classes, and how many are loaded (right axis). Both level off after warm-up; climbing on is a leak of class loaders. There is a limit only where MaxMetaspaceSize is set.',
  })
    .unit('bytes')
    .min(0)
    .withTarget(over('Used', queries.perJvm('jvm_memory_used_bytes', METASPACE), 'metaspace'))
    .withTarget(over('Limit', queries.perJvm('jvm_memory_limit_bytes', METASPACE), 'limit'))
    .withTarget(over('Classes', queries.perJvm('jvm_class_count'), 'classes'))
    .overrideByName('limit', [fixedColor('red')])
    .overrideByName('classes', [
      { id: 'unit', value: 'short' },
      { id: 'custom.axisPlacement', value: AxisPlacement.Right },
      fixedColor('text'),
      dashed(),
    ]);
}

export function directBuffers(): PanelBuilder {
  return timeSeries({
    id: 42,
    title: 'Direct buffers',
    description: 'Memory of direct byte buffers, outside the heap. It should follow load and come back.',
  })
    .unit('bytes')
    .min(0)
    .withTarget(
      over('A', queries.perJvm('jvm_buffer_memory_used_bytes', ['jvm_buffer_pool_name="direct"']), 'direct'),
    );
}

export function threads(): PanelBuilder {
  return timeSeries({
    id: 43,
    title: 'Threads',
    description: 'Live threads. A pool levels off; climbing without end is a leak of threads.',
  })
    .unit('short')
    .decimals(0)
    .min(0)
    .withTarget(over('A', queries.perJvm('jvm_thread_count'), 'threads'));
}

export function resident(): PanelBuilder {
  return timeSeries({
    id: 44,
    title: 'Resident memory and the container limit',
    description:
      'What the process takes from its host or container, beside the heap it has committed. At the container limit the kernel kills it, without an OutOfMemoryError. No limit is drawn where none is known.',
  })
    .unit('bytes')
    .min(0)
    .withTarget(over('Resident', queries.perJvm('process_memory_usage_bytes'), 'resident'))
    .withTarget(
      over(
        'Committed',
        queries.perJvm('jvm_memory_committed_bytes', ['jvm_memory_type="heap"']),
        'heap committed',
      ),
    )
    .withTarget(over('Limit', queries.perJvm('heapcast_limit_bytes', ['resource="native"']), 'limit'))
    .overrideByName('limit', [fixedColor('red')]);
}
