// Gives the variables of a board the values that Grafana would choose for them.
import { VariableType, type Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { interpolate, type Values } from './interpolate.js';
import { VARIABLES_WITHOUT_VALUES } from './mayBeEmpty.js';
import type { Prometheus } from './prometheus.js';

/** In seconds since the epoch. */
export interface Span {
  start: number;
  end: number;
}

export interface Wanted {
  /** Which JVM, where a board shows one. */
  instance: string;
  /** Which service, where a board shows one. */
  service: string;
  /** Which alert, where a board shows one; empty: none was there. */
  leak: string;
  /** In seconds. */
  horizon: string;
}

/** All for what has it; fails where a variable that must have values has none. */
export async function resolveVariables(
  board: Dashboard,
  prometheus: Prometheus,
  span: Span,
  wanted: Wanted,
): Promise<Values> {
  const values: Record<string, string> = {
    horizon: wanted.horizon,
    __rate_interval: '1m',
    __range: `${span.end - span.start}s`,
  };
  const one: Record<string, string> = { ...wanted };
  for (const variable of board.templating.list ?? []) {
    if (variable.type !== VariableType.Query) continue;
    const { name, definition = '', allValue } = variable;
    const found = await labelValues(definition, values, prometheus, span);
    expectValues(name, found);
    values[name] = allValue ?? among(name, found, one[name] ?? '');
    console.log(`  $${name} = ${values[name]} of: ${found.join(', ') || 'none'}`);
  }
  return values;
}

function labelValues(
  definition: string,
  values: Values,
  prometheus: Prometheus,
  span: Span,
): Promise<string[]> {
  const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? [];
  if (!selector || !label) throw new Error(`cannot read the variable query '${definition}'`);
  return prometheus.labelValues(label, interpolate(selector, values), span.start, span.end);
}

function expectValues(name: string, found: string[]): void {
  if (found.length === 0 && !(name in VARIABLES_WITHOUT_VALUES)) {
    throw new Error(`$${name}: found no values, expected some`);
  }
}

function among(name: string, found: string[], value: string): string {
  if (!found.includes(value)) throw new Error(`$${name}: '${value}' is not among ${found.join(', ')}`);
  return value;
}
