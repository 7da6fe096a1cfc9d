import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interpolate, references } from '../src/interpolate.js';

test('puts a text in as it stands', () => {
  assert.equal(interpolate('up{job=~"$job"} * ${n}', { job: '.*', n: '600' }), 'up{job=~".*"} * 600');
});

test('puts a list in as an escaped regular expression', () => {
  const values = { job: ['a.b$c', 'd'] };
  assert.equal(interpolate('up{job=~"$job"}', values), String.raw`up{job=~"(a\\.b\\$c|d)"}`);
});

test('fails on a variable it does not know', () => {
  assert.throws(() => interpolate('up{job="$jbo"}', { job: 'a' }), /unknown variable \$jbo/);
});

test('finds the variables of a text', () => {
  assert.deepEqual(references('/d/x?${a:queryparam}&var-b=$b'), ['a', 'b']);
});
