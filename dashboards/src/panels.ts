// What all panels have in common. Every panel has an id of its own, which links and alerts may name.
import * as common from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type DynamicConfigValue,
} from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { DATA_SOURCE } from './variables.js';

/** What a reader sees of a panel before its data. */
export interface Heading {
  /** Unique on its board, and never given to another panel later. */
  id: number;
  title: string;
  /** How to read it. */
  description: string;
}

/** A query over the whole time shown. */
export function over(refId: string, expr: string, legend: string): prometheus.DataqueryBuilder {
  return query(refId, expr).range().legendFormat(legend);
}

/** A query for the last moment shown. */
export function now(refId: string, expr: string, legend = ''): prometheus.DataqueryBuilder {
  return query(refId, expr).instant().legendFormat(legend);
}

/** Like `now`, as rows. */
export function rows(refId: string, expr: string): prometheus.DataqueryBuilder {
  return now(refId, expr).format(prometheus.PromQueryFormat.Table);
}

function query(refId: string, expr: string): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder().datasource(DATA_SOURCE).refId(refId).expr(expr);
}

export function stat(heading: Heading): StatBuilder {
  return new StatBuilder()
    .id(heading.id)
    .title(heading.title)
    .description(heading.description)
    .datasource(DATA_SOURCE)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields(''))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.Auto)
    .noValue('no data');
}

export function table(heading: Heading): TableBuilder {
  return new TableBuilder()
    .id(heading.id)
    .title(heading.title)
    .description(heading.description)
    .datasource(DATA_SOURCE)
    .noValue('');
}

export function timeSeries(heading: Heading): TimeSeriesBuilder {
  return new TimeSeriesBuilder()
    .id(heading.id)
    .title(heading.title)
    .description(heading.description)
    .datasource(DATA_SOURCE)
    .lineWidth(2)
    .showPoints(common.VisibilityMode.Never)
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    )
    .legend(legend());
}

export function legend(): common.VizLegendOptionsBuilder {
  return new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom);
}

/** A legend with the last value of every series, highest first. */
export function legendWithLast(placement = common.LegendPlacement.Bottom): common.VizLegendOptionsBuilder {
  return legend()
    .displayMode(common.LegendDisplayMode.Table)
    .placement(placement)
    .calcs(['lastNotNull'])
    .sortBy('Last *')
    .sortDesc(true);
}

/** Colours from values upward; the first step is for everything below the second. */
export function thresholds(first: string, ...steps: [value: number, color: string][]) {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...steps.map(([value, color]) => ({ value, color }))]);
}

export function byThresholds(): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
}

export function fixedColor(color: string): DynamicConfigValue {
  return { id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor: color } };
}

export function dashed(): DynamicConfigValue {
  return { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } };
}
