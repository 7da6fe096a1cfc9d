// Checks the rules that a Prometheus evaluates: that each works, and that what it looks at is there.
import { RULES_MAY_BE_EMPTY } from './mayBeEmpty.js';
import type { Prometheus, Rule } from './prometheus.js';

/** Metrics that an expression selects; recorded ones have colons. */
export function metricsOf(expr: string): string[] {
  return [...new Set(expr.match(/\bheapcast[:_][\w:]+/g) ?? [])];
}

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
  const wanted = rule.type === 'recording' ? [rule.query] : metricsOf(rule.query);
  for (const expr of wanted) {
    if (await seen(expr)) continue;
    const reason = RULES_MAY_BE_EMPTY[rule.type === 'recording' ? rule.name : expr];
    if (reason === undefined) return `${rule.name}: found no data of ${expr}, expected some`;
    note(`may be empty (${reason})  ${rule.name}: ${expr}`);
  }
  return undefined;
}
