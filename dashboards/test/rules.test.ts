import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectorsOf } from '../src/rules.js';

test('a rule is asked for what it selects, labels and all', () => {
  assert.deepEqual(
    selectorsOf(
      'max(increase(heapcast_out_of_memory_total{alerted="false"}[1h])) > 0 unless heapcast:runbooks:last',
    ),
    ['heapcast_out_of_memory_total{alerted="false"}', 'heapcast:runbooks:last'],
  );
});
