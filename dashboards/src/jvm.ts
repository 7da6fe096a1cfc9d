// The board of one JVM: is it leaking, until when will it last, and what else does it do.
import * as common from '@grafana/grafana-foundation-sdk/common';
import { RowBuilder, type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StateTimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import type { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { annotate } from './annotations.js';
import { board } from './board.js';
import { identityTable, verdictStats } from './jvmHead.js';
import { forecast, heap, timeLeft } from './jvmHeap.js';
import { allocation, collections, pauses } from './jvmCollections.js';
import { directBuffers, metaspace, resident, threads } from './jvmOutside.js';
import { fleetLink, JVM_UID, selfLink, serviceTopLink } from './links.js';
import { byThresholds, legend, over, timeSeries } from './panels.js';
import { Queries } from './promql.js';
import { VERDICTS, wordsFor } from './states.js';
import { DATA_SOURCE, horizon, variables } from './variables.js';

const queries = new Queries('one');

export function jvm(): DashboardBuilder {
  const panels = board({
    title: 'JVM',
    uid: JVM_UID,
    description: 'Is this JVM leaking, since when, and until when will it last? What else does it do?',
  })
    .variables([...variables('one'), horizon()])
    .link(fleetLink())
    .link(serviceTopLink())
    .link(selfLink());
  annotate(panels, queries, 'all');
  for (const [panel, span] of verdictStats()) panels.withPanel(panel.span(span).height(4));
  return panels
    .withPanel(identityTable().span(24).height(4))
    .withPanel(heap().span(12).height(13))
    .withPanel(forecast().span(6).height(13))
    .withPanel(timeLeft().span(6).height(13))
    .withPanel(states().span(16).height(7))
    .withPanel(probability().span(8).height(7))
    .withRow(new RowBuilder('Collections and allocation').id(30))
    .withPanel(pauses().span(8).height(8))
    .withPanel(collections().span(8).height(8))
    .withPanel(allocation().span(8).height(8))
    .withRow(new RowBuilder('Outside the heap').id(40))
    .withPanel(metaspace().span(6).height(8))
    .withPanel(directBuffers().span(6).height(8))
    .withPanel(threads().span(6).height(8))
    .withPanel(resident().span(6).height(8));
}

function states(): StateTimelineBuilder {
  const verdicts = queries.perJvm('heapcast_verdict_state', [], ['resource']);
  return new StateTimelineBuilder()
    .id(22)
    .title('Verdict over time')
    .description(
      'What Heapcast concluded, per resource. "unknown" is a verdict too: not enough data to say anything, or a resource that is not judged.',
    )
    .datasource(DATA_SOURCE)
    .unit('none')
    .mappings(wordsFor(VERDICTS))
    .colorScheme(byThresholds())
    .mergeValues(true)
    .showValue(common.VisibilityMode.Auto)
    .rowHeight(0.8)
    .legend(legend().showLegend(false))
    .withTarget(over('A', verdicts, '{{resource}}'));
}

function probability(): TimeSeriesBuilder {
  return timeSeries({
    id: 23,
    title: 'Leak probability',
    description:
      'How sure the verdict is that a resource leaks. A resource without a line has no estimate yet.',
  })
    .unit('percentunit')
    .min(0)
    .max(1)
    .withTarget(
      over('A', queries.perJvm('heapcast_leak_probability_ratio', [], ['resource']), '{{resource}}'),
    );
}
