// Every PromQL expression of a board as it is generated: of panels, annotations and variables.
import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';

export interface Expression {
  /** Where it stands, for messages: `Every JVM, worst first / Left`. */
  place: string;
  expr: string;
  /** Over the time shown, or at its end only. */
  range: boolean;
  /** How long after the end of the time shown, `600s`; undefined: the time shown. */
  ahead: string | undefined;
}

/** Panels in order, rows and the panels folded into them included. */
export function panelsOf(board: Dashboard): (Panel | RowPanel)[] {
  return (board.panels ?? []).flatMap((panel) => ('panels' in panel ? [panel, ...panel.panels] : [panel]));
}

export function isRow(panel: Panel | RowPanel): panel is RowPanel {
  return panel.type === 'row';
}

/** Panels that show data. */
export function dataPanels(board: Dashboard): Panel[] {
  return panelsOf(board).filter((panel): panel is Panel => !isRow(panel));
}

export function expressionsOf(board: Dashboard): Expression[] {
  return [...panelExpressions(board), ...annotationExpressions(board)];
}

function panelExpressions(board: Dashboard): Expression[] {
  return dataPanels(board).flatMap((panel) =>
    (panel.targets ?? []).map((target) => {
      const { refId, expr, range } = target as { refId?: string; expr?: string; range?: boolean };
      return {
        place: `${panel.title ?? ''} / ${refId ?? ''}`,
        expr: expr ?? '',
        range: range ?? false,
        ahead: aheadOf(panel),
      };
    }),
  );
}

function annotationExpressions(board: Dashboard): Expression[] {
  return (board.annotations.list ?? [])
    .filter((annotation) => annotation.expr !== undefined)
    .map(({ name, expr }) => ({
      place: `annotation / ${name}`,
      expr: expr ?? '',
      range: true,
      ahead: undefined,
    }));
}

/** A panel may show a time of its own, from now on. */
function aheadOf({ timeFrom }: Panel): string | undefined {
  return timeFrom?.startsWith('+') ? timeFrom.slice(1) : undefined;
}
