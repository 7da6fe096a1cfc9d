// Runs every query of every board and rule against a Prometheus, with all variables resolved, and says what came back.
// Unless told otherwise it looks at the JVM of a firing leak when it last had a forecast, else at the JVM with the worst
// verdict of late, when it last had it.
//   npm run queries -- --prometheus http://127.0.0.1:9090 [--since SECONDS] [--to TIME] [--instance ID] [--horizon SECONDS]
//   npm run queries -- … --await SECONDS     only waits until there is such a leak, and says which; exit code 1: none came
// Exit code 1: a query failed, or found nothing and is not in mayBeEmpty.ts. 2: usage.
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { boards } from './boards.js';
import { expressionsOf, type Expression } from './expressions.js';
import { interpolate, type Values } from './interpolate.js';
import { MAY_BE_EMPTY } from './mayBeEmpty.js';
import { Prometheus, type Answer } from './prometheus.js';
import { leakOf, standingLeak, worstVerdict, type Worst } from './worst.js';
import { checkRule } from './rules.js';
import { resolveVariables, type Span } from './resolve.js';

const STEPS = 200;
const MILLIS = 1000;
const POLL_MS = 2000;

let failures = 0;

const options = readOptions();
const prometheus = new Prometheus(options.prometheus);
const { span, worst, leak } = await whatToLookAt();
if (failures === 0 && options.await === undefined) {
  for (const [name, board] of Object.entries(boards)) await runBoard(name, board);
  await runRules();
}
console.log(failures === 0 ? 'ok' : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;

/** The time and the JVM asked for, else those of the worst verdict of late. */
async function whatToLookAt(): Promise<{ span: Span; worst: Worst; leak: string }> {
  const asked = spanAsked();
  try {
    const found =
      options.await === undefined
        ? ((await standingLeak(prometheus, asked)) ?? (await worstVerdict(prometheus, asked)))
        : await awaitLeak(options.await);
    const end = options.to ?? found.time;
    const worst = { ...found, time: end, instance: options.instance ?? found.instance };
    const leak = await leakOf(prometheus, worst);
    console.log(`at ${new Date(end * MILLIS).toISOString()}, JVM ${worst.instance}, leak ${leak || 'none'}`);
    return { span: { start: end - options.since, end }, worst, leak };
  } catch (error) {
    fail((error as Error).message);
    return { span: asked, worst: { instance: '', service: '', time: asked.end }, leak: '' };
  }
}

function spanAsked(): Span {
  const end = options.to ?? Math.floor(Date.now() / MILLIS);
  return { start: end - options.since, end };
}

async function awaitLeak(seconds: number): Promise<Worst> {
  const until = Date.now() + seconds * MILLIS;
  while (Date.now() < until) {
    const found = await standingLeak(prometheus, spanAsked());
    if (found) return found;
    await setTimeout(POLL_MS);
  }
  throw new Error(`found no leak that fires with a forecast within ${seconds} s, expected one`);
}

async function runBoard(name: string, board: Dashboard): Promise<void> {
  console.log(`board ${name}`);
  try {
    const values = await resolveVariables(board, prometheus, span, {
      horizon: options.horizon,
      instance: worst.instance,
      service: worst.service,
      leak,
    });
    for (const expression of expressionsOf(board)) await run(expression, values);
  } catch (error) {
    fail((error as Error).message);
  }
}

/** Those that this Prometheus evaluates: none, where it has no rule files. */
async function runRules(): Promise<void> {
  const rules = await prometheus.rules();
  console.log(`rules: ${rules.length}`);
  for (const rule of rules) {
    const note = (text: string) => {
      console.log(`  ${text}`);
    };
    const wrong = await checkRule(rule, prometheus, options.since, span.end, note);
    if (wrong) fail(wrong);
    else console.log(`  ok  ${rule.type} ${rule.name}`);
  }
}

async function run(expression: Expression, values: Values): Promise<void> {
  const { place } = expression;
  try {
    const found = series(await ask(expression, values));
    const reason = MAY_BE_EMPTY[place];
    if (found > 0) console.log(`  ${String(found).padStart(4)} series  ${place}`);
    else if (reason !== undefined) console.log(`  may be empty (${reason})  ${place}`);
    else fail(`${place}: found no data, expected some (or a reason in src/mayBeEmpty.ts)`);
  } catch (error) {
    fail(`${place}: ${(error as Error).message}`);
  }
}

function ask({ expr, range, ahead }: Expression, values: Values): Promise<Answer> {
  const query = interpolate(expr, values);
  if (!range) return prometheus.instant(query, span.end);
  const { start, end } = ahead === undefined ? span : spanAhead(interpolate(ahead, values));
  return prometheus.range(query, start, end, Math.max(1, Math.round((end - start) / STEPS)));
}

function spanAhead(seconds: string): Span {
  return { start: span.end, end: span.end + parseInt(seconds, 10) };
}

/** Series with at least one value that is a number. */
function series({ result }: Answer): number {
  const isNumber = ([, value]: [number, string]) => value !== 'NaN';
  return result.filter(({ value, values }) => [...(value ? [value] : []), ...(values ?? [])].some(isNumber))
    .length;
}

function fail(message: string): void {
  failures += 1;
  console.log(`  FAIL ${message}`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        prometheus: { type: 'string', default: 'http://127.0.0.1:9090' },
        since: { type: 'string', default: '3600' },
        to: { type: 'string' },
        instance: { type: 'string' },
        horizon: { type: 'string', default: '600' },
        await: { type: 'string' },
      },
    });
    return {
      ...values,
      since: seconds('since', values.since),
      await: values.await === undefined ? undefined : seconds('await', values.await),
      to: values.to === undefined ? undefined : time(values.to),
    };
  } catch (error) {
    console.error(`queries: ${(error as Error).message}`);
    console.error(
      'options: --prometheus URL --since SECONDS --to TIME --instance ID --horizon SECONDS --await SECONDS',
    );
    process.exit(2);
  }
}

function seconds(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${option}: found '${text}', expected a number of seconds above 0`);
  return value;
}

function time(text: string): number {
  const value = Date.parse(text);
  if (Number.isNaN(value))
    throw new Error(`--to: found '${text}', expected a time such as 2026-05-01T12:00:00Z`);
  return Math.floor(value / MILLIS);
}
