// The states of a verdict: their numbers are those of VerdictState on the wire and in
// heapcast_verdict_state; words and colours are the same on every board.
import { MappingType, SpecialValueMatch, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';

export interface State {
  value: number;
  text: string;
  color: string;
}

export const LIMIT_TOO_SMALL = 6;
export const LEAK_SUSPECTED = 7;
export const LEAK = 8;

/** Grey that reads as "nothing to say" on light and dark. */
const NEUTRAL = '#8e8e8e';

/** What Heapcast concludes, best known last. */
export const VERDICTS: readonly State[] = [
  { value: 1, text: 'unknown', color: NEUTRAL },
  { value: 2, text: 'healthy', color: 'green' },
  { value: 3, text: 'warming up', color: 'super-light-blue' },
  { value: 4, text: 'cache filling', color: 'light-blue' },
  { value: 5, text: 'load growth', color: 'blue' },
  { value: LIMIT_TOO_SMALL, text: 'limit too small', color: 'purple' },
  { value: LEAK_SUSPECTED, text: 'leak suspected', color: 'orange' },
  { value: LEAK, text: 'LEAK', color: 'red' },
];

/** JVMs without a verdict, in the table of the fleet only. */
export const UNJUDGED: readonly State[] = [
  { value: -2, text: 'refused', color: 'dark-yellow' },
  { value: -1, text: 'attaching', color: NEUTRAL },
  { value: 0, text: 'no verdict yet', color: NEUTRAL },
];

export function wordsFor(states: readonly State[]): ValueMapping[] {
  const options = Object.fromEntries(
    states.map(({ value, text, color }, index) => [String(value), { text, color, index }]),
  );
  return [
    { type: MappingType.ValueToText, options },
    // A cell without a value would have the colour of the lowest one.
    {
      type: MappingType.SpecialValue,
      options: { match: SpecialValueMatch.Null, result: { text: '', color: 'transparent', index: 99 } },
    },
  ];
}
