#!/usr/bin/env node
// Stands for people in dashboards/live: takes notifications of an Alertmanager at /, and Heapcast's own at
// /direct, and writes one line of JSON per notification.
//   receiver.mjs PORT FILE         listens on loopback
//   receiver.mjs --check FILE      exit code 0: each way told firing, then resolved, with all that explains it;
//                                  1: not (yet), or a state was told twice in a row. A webhook may repeat itself,
//                                  as two servers do, under the same idempotency key
//   receiver.mjs --states FILE     prints what each way told
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import process from 'node:process';

const EXPLAIN = [
  'summary',
  'description',
  'instances',
  'service_version',
  'inflection_time',
  'growth',
  'probability',
  'what_would_refute',
  'why_this_severity',
  'why_not_healthy',
  'time_to_exhaustion',
  'buy_time',
  'data_as_of',
  'dashboard_url',
  'runbook_url',
];

const WAYS = ['alertmanager', 'direct'];

const [first, second] = process.argv.slice(2);
if (first === '--check') process.exitCode = WAYS.every((way) => complete(told(second), way)) ? 0 : 1;
else if (first === '--states')
  process.stdout.write(
    `${WAYS.map((way) => `${way}: ${statesOf(told(second), way).join(', ')}`).join('; ')}\n`,
  );
else listen(Number(first), second);

function listen(port, file) {
  createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const direct = request.url === '/direct';
      const notification = JSON.parse(body);
      // After a change of severity the ended one is still among an Alertmanager's.
      const alert = direct
        ? notification
        : (notification.alerts.find(({ status }) => status === 'firing') ?? notification.alerts[0]);
      const { labels, annotations } = alert;
      const state = direct ? notification.state : notification.status;
      const key = request.headers['idempotency-key'];
      if (labels.alertname === 'HeapcastLeak') {
        const line = {
          way: direct ? 'direct' : 'alertmanager',
          state,
          severity: labels.severity,
          key,
          annotations,
        };
        appendFileSync(file, `${JSON.stringify(line)}\n`);
      }
      response.end();
    });
  }).listen(port, '127.0.0.1');
}

function told(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function complete(notifications, way) {
  const states = statesOf(notifications, way);
  const inARow = states.some((state, index) => state === states[index + 1]);
  const explained = notifications.some(
    ({ way: byWay, state, annotations }) =>
      byWay === way && state === 'firing' && EXPLAIN.every((name) => name in annotations),
  );
  return !inARow && explained && states.indexOf('resolved') === states.length - 1;
}

/** A firing one with its severity: a change of it is a state of its own. */
function statesOf(notifications, way) {
  return withoutRepeats(notifications.filter((notification) => notification.way === way)).map(
    ({ state, severity }) => (state === 'resolved' ? state : `${state} ${severity}`),
  );
}

function withoutRepeats(notifications) {
  const keys = new Set();
  return notifications.filter(({ key }) => {
    const isNew = key === undefined || !keys.has(key);
    keys.add(key);
    return isNew;
  });
}
