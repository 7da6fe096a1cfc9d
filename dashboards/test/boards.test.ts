import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { boards } from '../src/boards.js';
import { dataPanels, expressionsOf, panelsOf } from '../src/expressions.js';
import { references } from '../src/interpolate.js';
import { MAY_BE_EMPTY, VARIABLES_WITHOUT_VALUES } from '../src/mayBeEmpty.js';
import { ORDER } from '../src/variables.js';

const COLUMNS = 24;
/** Of Grafana itself, in queries and in links. */
const BUILT_IN = ['__rate_interval', '__range', '__url_time_range', '__data', '__field', '__value'];

for (const [name, board] of Object.entries(boards)) {
  describe(`board ${name}`, () => {
    test('has panels, a description and a stable uid', () => {
      assert.ok(dataPanels(board).length > 5);
      assert.ok(board.description);
      assert.equal(board.uid, `heapcast-${name}`);
    });

    test('lays its panels inside the grid and none over another', () => {
      const panels = panelsOf(board);
      for (const panel of panels) assertInsideGrid(panel);
      for (const [index, panel] of panels.entries()) {
        for (const other of panels.slice(index + 1)) {
          assert.ok(!overlap(panel, other), `'${titleOf(panel)}' lies over '${titleOf(other)}'`);
        }
      }
    });

    test('gives every panel an id of its own', () => {
      assertDistinct(panelsOf(board).map(({ id }) => id));
    });

    test('gives every panel a title, a unit and a description of how to read it', () => {
      for (const panel of dataPanels(board)) {
        if (panel.type === 'text') continue;
        assert.ok(panel.title, `panel ${String(panel.id)} has no title`);
        assert.ok(panel.fieldConfig?.defaults.unit, `'${panel.title}' has no unit`);
        assert.ok((panel.description ?? '').length > 30, `'${panel.title}' does not say how to read it`);
      }
      assertDistinct(dataPanels(board).map(({ type, title }) => `${type} ${title ?? ''}`));
    });

    test('names the queries of every panel', () => {
      for (const { type, title, targets = [] } of dataPanels(board)) {
        if (type === 'text') continue;
        assert.ok(targets.length > 0, `'${title ?? ''}' asks nothing`);
        assertDistinct(targets.map((target) => (target as { refId?: string }).refId));
      }
    });

    test('asks only for documented metrics, filtered by every variable that one of their labels has', () => {
      const variables = new Set((board.templating.list ?? []).map((variable) => variable.name));
      for (const { place, expr } of expressionsOf(board)) {
        const selectors = selectorsOf(expr);
        assert.ok(selectors.length > 0, `${place} selects nothing`);
        for (const { metric, matchers } of selectors) {
          for (const filter of filtersFor(metric, variables)) {
            assert.match(matchers, filter, `${place}: ${metric}{${matchers}}`);
          }
        }
      }
    });

    test('uses no variable that is not defined', () => {
      const known = [...BUILT_IN, ...(board.templating.list ?? []).map((variable) => variable.name)];
      const texts = [...expressionsOf(board).map(({ expr }) => expr), ...urlsOf(board)];
      for (const variable of board.templating.list ?? []) texts.push(variable.definition ?? '');
      for (const used of texts.flatMap(references))
        assert.ok(known.includes(used), `$${used} is not defined`);
    });

    test('uses every variable it defines', () => {
      const used = new Set(dataPanels(board).flatMap((panel) => references(JSON.stringify(panel))));
      for (const variable of board.templating.list ?? []) {
        assert.ok(used.has(variable.name), `$${variable.name} is not used`);
      }
    });

    test('links only to boards and variables that exist', () => {
      assert.ok(urlsOf(board).length > 0);
      for (const url of urlsOf(board)) assertLinkTargetExists(url);
    });

    test('matches overrides by names that its queries can give', () => {
      for (const panel of dataPanels(board)) assertOverridesMatch(panel);
    });
  });
}

test('boards have distinct uids', () => {
  assertDistinct(Object.values(boards).map(({ uid }) => uid));
});

test('every exception for an empty answer belongs to a query or a variable', () => {
  const places = Object.values(boards)
    .flatMap(expressionsOf)
    .map(({ place }) => place);
  for (const place of Object.keys(MAY_BE_EMPTY)) assert.ok(places.includes(place), place);
  const names = Object.values(boards).flatMap(({ templating }) =>
    (templating.list ?? []).map(({ name }) => name),
  );
  for (const name of Object.keys(VARIABLES_WITHOUT_VALUES)) assert.ok(names.includes(name), name);
});

test('a service whose JVMs name two teams gets one of them', () => {
  const teams = Object.values(boards)
    .flatMap(expressionsOf)
    .filter(({ expr }) => expr.includes('group_left (team)'));
  assert.ok(teams.length > 0);
  for (const { place, expr } of teams) {
    assert.match(expr, /group_left \(team\) topk by \([^)]*service_name\) \(1, /, place);
  }
});

test('no counter is subtracted from itself: it begins anew with each start of the server', () => {
  for (const { place, expr } of Object.values(boards).flatMap(expressionsOf)) {
    assert.doesNotMatch(expr, /_total(\{[^}]*\})? @ start\(\)/, place);
  }
});

test('a restart is found behind a gap of minutes', () => {
  const restarts = Object.values(boards)
    .flatMap(expressionsOf)
    .filter(({ place }) => place === 'annotation / Restart');
  assert.ok(restarts.length > 0);
  for (const { expr } of restarts) {
    const before =
      /> max by \([^)]*\) \(last_over_time\(heapcast_jvm_start_timestamp_seconds\{[^}]*\}\[1h\] offset 1m\)\)/;
    assert.match(expr, before);
  }
});

test('the board of a leak that ended long ago still knows what leaked', () => {
  const leak = boards.leak;
  assert.ok(leak);
  const resources = expressionsOf(leak).filter(({ expr }) =>
    /and on \((resource)?\) \(?max.*alert_state/.test(expr),
  );
  assert.ok(resources.length >= 4);
  for (const { place, expr } of resources) {
    assert.match(expr, /max_over_time\(heapcast_alert_state\{[^}]*\}\[\$__range\] @ end\(\)\)/, place);
  }
});

test('links to a service, a JVM or a leak keep the scope that was chosen', () => {
  for (const board of Object.values(boards)) {
    for (const url of urlsOf(board).filter((each) => each.includes('var-service='))) {
      for (const variable of ['cluster', 'environment', 'namespace']) {
        assert.ok(url.includes(`\${${variable}:queryparam}`), `${url} loses ${variable}`);
      }
    }
  }
});

/** Labels that look like metrics. */
const LABELS = new Set(['jvm_gc_action', 'jvm_memory_type', 'jvm_memory_pool_name', 'process_pid']);

function selectorsOf(expr: string): { metric: string; matchers: string }[] {
  return [...expr.matchAll(/\b((?:heapcast|jvm|process)_\w+)(?:\{([^}]*)\})?/g)]
    .map(([, metric = '', matchers = '']) => ({ metric, matchers }))
    .filter(({ metric }) => !LABELS.has(metric));
}

/** Labels of every metric, as docs/metrics.md has them. */
const DOCUMENTED = new Map(
  readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => /^\| `(\w+)` \| (\w+) \| ([^|]*?) ?\|/.exec(line))
    .filter((row) => row !== null)
    .map(([, metric = '', , labels = '']) => [metric, labels.split(', ')]),
);

/** A filter for each variable that stands for a label of the metric. */
function filtersFor(metric: string, variables: Set<string>): RegExp[] {
  const labels = DOCUMENTED.get(metric.replace(/_(sum|count)$/, '')) ?? DOCUMENTED.get(metric);
  assert.ok(labels, `docs/metrics.md does not know ${metric}`);
  const ofJvm = labels.includes('JVM');
  const known = ofJvm ? ORDER : labels.includes('ALERT') ? ORDER.slice(0, 4) : [];
  const leak = variables.has('leak') && labels.includes('ALERT') ? [/leak_id="\$leak"/] : [];
  return [
    ...known
      .filter(([variable]) => variables.has(variable))
      .map(([variable, label]) => new RegExp(`${label}=~?"\\$${variable}"`)),
    ...leak,
  ];
}

function titleOf({ title }: Panel | RowPanel): string {
  return title ?? '';
}

function assertDistinct(values: unknown[]): void {
  assert.ok(!values.includes(undefined) && !values.includes(0), `missing in ${values.join(', ')}`);
  assert.equal(new Set(values).size, values.length, `twice in ${values.join(', ')}`);
}

function assertInsideGrid(panel: Panel | RowPanel): void {
  const { x, y, w, h } = gridPos(panel);
  assert.ok(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= COLUMNS, `'${titleOf(panel)}' leaves the grid`);
}

function overlap(one: Panel | RowPanel, other: Panel | RowPanel): boolean {
  const [a, b] = [gridPos(one), gridPos(other)];
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function gridPos(panel: Panel | RowPanel) {
  assert.ok(panel.gridPos, `'${titleOf(panel)}' has no place`);
  return panel.gridPos;
}

/** Of dashboard links and of data links. */
function urlsOf(board: Dashboard): string[] {
  const onPanels = dataPanels(board).flatMap(({ fieldConfig }) => [
    ...(fieldConfig?.defaults.links ?? []),
    ...(fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
      properties.filter(({ id }) => id === 'links').flatMap(({ value }) => value as { url: string }[]),
    ),
  ]) as { url: string }[];
  return [...(board.links ?? []), ...onPanels].map(({ url }) => url ?? '');
}

function assertLinkTargetExists(url: string): void {
  const parts = /^\/d\/([\w-]+)\?(.*)$/.exec(url);
  const target = Object.values(boards).find(({ uid }) => uid === parts?.[1]);
  assert.ok(target, `${url} leads to no board`);
  const names = (target.templating.list ?? []).map(({ name }) => name);
  const set = [...(parts?.[2] ?? '').matchAll(/var-(\w+)=|\$\{(\w+):queryparam\}/g)];
  for (const [, byName, byValue] of set) {
    assert.ok(names.includes(byName ?? byValue ?? ''), `${url} sets a variable its target lacks`);
  }
}

/** An override by name that matches nothing is silently ignored by Grafana. */
function assertOverridesMatch({ title, fieldConfig, targets, transformations }: Panel): void {
  const legends = (targets ?? []).map((target) => (target as { legendFormat?: string }).legendFormat ?? '');
  const renamed = (transformations ?? []).flatMap(({ options }) =>
    Object.values((options as { renameByName?: Record<string, string> }).renameByName ?? {}),
  );
  for (const { matcher } of fieldConfig?.overrides ?? []) {
    if (matcher.id !== 'byName') continue;
    const matches = [...legends, ...renamed].some(
      (name) => name === matcher.options || /^\{\{\w+\}\}$/.test(name),
    );
    assert.ok(matches, `'${title ?? ''}' overrides '${String(matcher.options)}', which it does not show`);
  }
}
