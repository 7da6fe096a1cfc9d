// The heap of one JVM against its limit, and how it goes on.
import { LineInterpolation } from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { dashed, fixedColor, legend, legendWithLast, over, timeSeries } from './panels.js';
import { byJvm, IDENTITY, Queries } from './promql.js';

const queries = new Queries('one');
const identity = IDENTITY.join(', ');
const HEAP = ['resource="heap"'];
const HEAP_MEMORY = ['jvm_memory_type="heap"'];

const TREND = 'heapcast_live_set_trend_bytes';
const LIMIT = 'heapcast_limit_bytes';

const FORECAST_EARLY = 'fast (p90)';
const FORECAST_LIKELY = 'likely (p50)';
const FORECAST_LATE = 'slow (p10)';

export function heap(): PanelBuilder {
  return timeSeries({
    id: 20,
    title: 'Heap: live set, trend and limit',
    description:
      'Look at the blue line: what survived each real cleaning. It rises for good only if something leaks or still fills; heap in use (grey) goes up and down in every healthy JVM. The yellow line is the trend fitted to it. The orange mark is when growth began, as estimated now. How it goes on stands to the right.',
  })
    .unit('bytes')
    .min(0)
    .legend(legend())
    .withTarget(over('Used', queries.perJvm('jvm_memory_used_bytes', HEAP_MEMORY), 'in use'))
    .withTarget(
      over(
        'AfterGc',
        queries.perJvm('jvm_memory_used_after_last_gc_bytes', HEAP_MEMORY),
        'after last collection',
      ),
    )
    .withTarget(over('Floor', queries.perJvm('heapcast_live_set_bytes'), 'live set (floor)'))
    .withTarget(over('Trend', queries.perJvm(TREND), 'trend'))
    .withTarget(over('Limit', queries.perJvm(LIMIT, HEAP), 'limit'))
    .overrideByName('in use', [fixedColor('#8888'), lineWidth(1)])
    .overrideByName('after last collection', [fixedColor('#888'), lineWidth(1)])
    .overrideByName('live set (floor)', [
      fixedColor('blue'),
      lineWidth(5),
      { id: 'custom.lineInterpolation', value: LineInterpolation.StepAfter },
    ])
    .overrideByName('trend', [fixedColor('dark-yellow'), lineWidth(2)])
    .overrideByName('limit', [fixedColor('red'), lineWidth(2)]);
}

/** The heap panel goes on in the future: Grafana shows the next `$horizon` seconds in it. */
export function forecast(): PanelBuilder {
  return (
    timeSeries({
      id: 24,
      title: 'Forecast of the live set',
      description:
        'How the trend goes on from now, as far as "Forecast ahead" (choose it above): the likely growth, and between the dashed lines 80 % of what it may be. Where the band meets the red line the heap is exhausted. Empty: nothing grows, or it is not known yet. With a fixed time range (not "last …") it is the forecast as it was at the begin of that range.',
    })
      .timeFrom('+${horizon}s')
      .unit('bytes')
      .min(0)
      .noValue('Nothing grows')
      .legend(legend())
      // Before the forecasts: they are drawn over it where they are cut off.
      .withTarget(over('Limit', fromNow(LIMIT, HEAP), 'limit'))
      .withTarget(over('Late', ahead('0.1'), FORECAST_LATE))
      .withTarget(over('Likely', ahead('0.5'), FORECAST_LIKELY))
      .withTarget(over('Early', ahead('0.9'), FORECAST_EARLY))
      .overrideByName(FORECAST_LATE, [fixedColor('purple'), lineWidth(1), dashed()])
      .overrideByName(FORECAST_LIKELY, [fixedColor('purple'), lineWidth(2)])
      .overrideByName(FORECAST_EARLY, [
        fixedColor('purple'),
        lineWidth(1),
        dashed(),
        { id: 'custom.fillBelowTo', value: FORECAST_LATE },
        { id: 'custom.fillOpacity', value: 15 },
      ])
      .overrideByName('limit', [fixedColor('red'), lineWidth(2)])
  );
}

/** The trend as it goes on from the begin of the time shown at this quantile of the growth; within 0 and the limit. */
function ahead(quantile: string): string {
  const growth = fromNow('heapcast_growth_bytes_per_second', [...HEAP, `quantile="${quantile}"`]);
  const since = `time() - ${fromNow('heapcast_data_as_of_timestamp_seconds')}`;
  const level = `clamp_min(${byJvm(fromNow(TREND), '+', `(${byJvm(growth, '*', `(${since})`)})`)}, 0)`;
  const limit = fromNow(LIMIT, HEAP);
  return `min by (${identity}) (${level} <= on (${identity}) ${limit} or ${byJvm(limit, 'and', level)})`;
}

/** The value that was known at the begin of the time shown, at every moment of it. */
function fromNow(metric: string, matchers: string[] = []): string {
  return `max by (${identity}) (${queries.series(metric, ...matchers)} @ start())`;
}

export function timeLeft(): PanelBuilder {
  return timeSeries({
    id: 21,
    title: 'Time until the heap is exhausted',
    description:
      'The forecast as it was at each moment. A good one falls by one minute per minute and its band narrows. A jump up means that the growth slowed or memory was given back. Empty: no exhaustion is in sight.',
  })
    .unit('s')
    .decimals(1)
    .min(0)
    .noValue('No exhaustion in sight')
    .legend(legendWithLast())
    .withTarget(over('Late', queries.timeLeft('0.9', ...HEAP), 'late (p90)'))
    .withTarget(over('Likely', queries.timeLeft('0.5', ...HEAP), 'likely (p50)'))
    .withTarget(over('Early', queries.timeLeft('0.1', ...HEAP), 'early (p10)'))
    .overrideByName('late (p90)', [
      fixedColor('purple'),
      lineWidth(1),
      dashed(),
      { id: 'custom.fillBelowTo', value: 'early (p10)' },
      { id: 'custom.fillOpacity', value: 15 },
    ])
    .overrideByName('likely (p50)', [fixedColor('purple'), lineWidth(2)])
    .overrideByName('early (p10)', [fixedColor('purple'), lineWidth(1), dashed()]);
}

function lineWidth(value: number): DynamicConfigValue {
  return { id: 'custom.lineWidth', value };
}
