// The garbage collectors by their names on the wire, as people call them.
import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';

const NAMES: Record<string, string> = {
  SERIAL: 'Serial',
  PARALLEL: 'Parallel',
  G1: 'G1',
  Z: 'ZGC',
  Z_GENERATIONAL: 'ZGC gen.',
  SHENANDOAH: 'Shenandoah',
  SHENANDOAH_GENERATIONAL: 'Shen. gen.',
  EPSILON: 'Epsilon',
};

export function collectorNames(): ValueMapping[] {
  const options = Object.fromEntries(
    Object.entries(NAMES).map(([value, text], index) => [value, { text, index }]),
  );
  return [{ type: MappingType.ValueToText, options }];
}
