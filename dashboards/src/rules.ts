// Checks the rules that a Prometheus evaluates: that each works, and that what it looks at is there.
import { RULES_MAY_BE_EMPTY } from './mayBeEmpty.js';
import type { Prometheus, Rule } from './prometheus.js';

/** What an expression selects, with its matchers; recorded metrics have colons. */
export function selectorsOf(expr: string): string[] {
  return [...new Set(expr.match(/\bheapcast[:_][\w:]+(\{[^}]*\})?/g) ?? [])];
}

/** The metric of a selector. */
const metricOf = (selector: string): string => selector.replace(/\{.*$/, '');

/** What is wrong with a rule; undefined: nothing. `note` is told of what may be empty. */
export async function checkRule(
  rule: Rule,
  prometheus: Prometheus,
  since: number,
  end: number,
  note: (text: string) => void,
): Promise<string | undefined> {
  if (rule.health !== 'ok') return `${rule.name}: ${rule.lastError ?? rule.health}`;
  const seen = async (expr: string) => {
    const { result } = await prometheus.instant(`max_over_time((${expr})[${since}s:10s])`, end);
    return result.length > 0;
  };
  const recording = rule.type === 'recording';
  for (const expr of recording ? [rule.query] : selectorsOf(rule.query)) {
    if (await seen(expr)) continue;
    // A metric may be absent, its labels may not be others than the rule believes.
    const absent = recording || !(await seen(metricOf(expr)));
    const reason = absent ? RULES_MAY_BE_EMPTY[recording ? rule.name : metricOf(expr)] : undefined;
    if (reason === undefined) return `${rule.name}: found no data of ${expr}, expected some`;
    note(`may be empty (${reason})  ${rule.name}: ${expr}`);
  }
  return undefined;
}
