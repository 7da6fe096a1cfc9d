// Puts values in the place of Grafana's variables, as Grafana does for Prometheus.

/** By name: a text is put in as it stands, a list as an escaped regular expression. */
export type Values = Readonly<Record<string, string | string[]>>;

/** The expression with all variables replaced; fails on one that is not known. */
export function interpolate(expr: string, values: Values): string {
  return expr.replace(/\$\{?(\w+)\}?/g, (reference, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`unknown variable ${reference}`);
    if (typeof value === 'string') return value;
    const alternatives = value.map(escapeRegExp);
    return alternatives.length === 1 ? (alternatives[0] ?? '') : `(${alternatives.join('|')})`;
  });
}

/** Names of the variables that an expression uses. */
export function references(expr: string): string[] {
  return [...expr.matchAll(/\$\{?(\w+)\}?/g)].map((match) => match[1] ?? '');
}

/** A regular expression for exactly this text, inside a PromQL string. */
function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\\\$&');
}
