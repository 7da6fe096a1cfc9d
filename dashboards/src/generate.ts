// Writes generated/*.json; with --check, says instead whether they are what the code generates.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { boards } from './boards.js';

const folder = fileURLToPath(new URL('../../generated/', import.meta.url));
const files = new Map(
  Object.entries(boards).map(([name, board]) => [`${name}.json`, `${JSON.stringify(board, null, 2)}\n`]),
);

if (process.argv.includes('--check')) check();
else write();

function write(): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) {
    writeFileSync(join(folder, file), text);
    console.log(`wrote generated/${file}`);
  }
}

function check(): void {
  const committed = readdirSync(folder);
  const wrong = [
    ...[...files]
      .filter(
        ([file, text]) => !committed.includes(file) || readFileSync(join(folder, file), 'utf8') !== text,
      )
      .map(([file]) => file),
    ...committed.filter((file) => !files.has(file)),
  ];
  for (const file of wrong) {
    console.error(`generated/${file}: found other content than the code generates. Run: npm run build`);
  }
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
