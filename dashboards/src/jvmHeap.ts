// The heap of one JVM against its limit, and the forecast.
import { LegendPlacement, LineInterpolation } from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { dashed, fixedColor, legendWithLast, over, timeSeries } from './panels.js';
import { byJvm, IDENTITY, Queries } from './promql.js';

const queries = new Queries('one');
const identity = IDENTITY.join(', ');
const HEAP = ['resource="heap"'];
const HEAP_MEMORY = ['jvm_memory_type="heap"'];

const LIMIT = queries.perJvm('heapcast_limit_bytes', HEAP);

const FORECAST_EARLY = 'forecast, fast (p90)';
const FORECAST_LIKELY = 'forecast, likely (p50)';
const FORECAST_LATE = 'forecast, slow (p10)';

export function heap(): PanelBuilder {
  return (
    timeSeries({
      id: 20,
      title: 'Heap: live set, trend, forecast and limit',
      description:
        'Look at the blue line: what survived each real cleaning. It rises for good only if something leaks or still fills; heap in use (grey) goes up and down in every healthy JVM. The yellow line is the trend fitted to it. The dashed band is where that trend will be after "Forecast ahead" (choose it above), drawn at the moment the forecast was made and cut off at the limit: where the band touches the red line, the heap will be exhausted within that time. The orange mark is when growth began, as estimated now.',
    })
      .unit('bytes')
      .min(0)
      .legend(legendWithLast(LegendPlacement.Right))
      .withTarget(over('Used', queries.perJvm('jvm_memory_used_bytes', HEAP_MEMORY), 'in use'))
      .withTarget(
        over(
          'AfterGc',
          queries.perJvm('jvm_memory_used_after_last_gc_bytes', HEAP_MEMORY),
          'after last collection',
        ),
      )
      .withTarget(over('Floor', queries.perJvm('heapcast_live_set_bytes'), 'live set (floor)'))
      .withTarget(over('Trend', queries.perJvm('heapcast_live_set_trend_bytes'), 'trend'))
      // Before the forecasts: they are drawn over it where they are cut off.
      .withTarget(over('Limit', LIMIT, 'limit'))
      .withTarget(over('Late', forecast('0.1'), FORECAST_LATE))
      .withTarget(over('Likely', forecast('0.5'), FORECAST_LIKELY))
      .withTarget(over('Early', forecast('0.9'), FORECAST_EARLY))
      .overrideByName('in use', [fixedColor('#8888'), lineWidth(1)])
      .overrideByName('after last collection', [fixedColor('#888'), lineWidth(1)])
      .overrideByName('live set (floor)', [
        fixedColor('blue'),
        lineWidth(5),
        { id: 'custom.lineInterpolation', value: LineInterpolation.StepAfter },
      ])
      .overrideByName('trend', [fixedColor('dark-yellow'), lineWidth(2)])
      .overrideByName(FORECAST_LATE, [fixedColor('purple'), lineWidth(1), dashed()])
      .overrideByName(FORECAST_LIKELY, [fixedColor('purple'), lineWidth(2), dashed()])
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

/** The trend after the chosen time, were it to grow at this quantile of the growth; within 0 and the limit. */
function forecast(quantile: string): string {
  const growth = queries.perJvm('heapcast_growth_bytes_per_second', [...HEAP, `quantile="${quantile}"`]);
  const trend = queries.perJvm('heapcast_live_set_trend_bytes');
  const ahead = `clamp_min(${byJvm(trend, '+', `(${growth} * $horizon)`)}, 0)`;
  return `min by (${identity}) (${ahead} <= on (${identity}) ${LIMIT} or ${byJvm(LIMIT, 'and', ahead)})`;
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
