// Holds the first load of the built page to its budgets: what index.html asks for, and everything
// those scripts import before anything is drawn. Lazy chunks are listed, not counted, but for the editor: what beginning
// to write a page loads, beside what reading it has loaded already.
/* eslint no-console: off -- a program for the terminal */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = { script: 90, style: 20, editor: 160 };

const folder = process.argv[2];
const html = readFileSync(join(folder, 'index.html'), 'utf8');

const scripts = new Set();
for (const [, address] of html.matchAll(/<script[^>]+src="([^"]+)"/g)) follow(normalize(address));
for (const [, address] of html.matchAll(/<link[^>]+rel="modulepreload"[^>]+href="([^"]+)"/g))
  follow(normalize(address));
const styles = new Set();
for (const [tag] of html.matchAll(/<link[^>]+rel="stylesheet"[^>]*>/g))
  styles.add(normalize(/href="([^"]+)"/.exec(tag)[1]));

function follow(file, found = scripts) {
  if (found.has(file) || !existsSync(join(folder, file))) return found;
  found.add(file);
  const text = readFileSync(join(folder, file), 'utf8');
  // Static imports only: `import x from "./y.js"`, `import"./y.js"`, `export … from "./y.js"`.
  for (const [, address] of text.matchAll(/(?:from|import)\s*"(\.[^"]+\.js)"/g)) {
    follow(normalize(join(dirname(file), address)), found);
  }
  return found;
}

/** A chunk by the name it was given, with everything it imports at once. */
function chunk(name) {
  const file = readdirSync(join(folder, 'assets')).find(
    (one) => one.startsWith(`${name}-`) && one.endsWith('.js'),
  );
  return file ? follow(normalize(`assets/${file}`), new Set()) : new Set();
}
const reading = chunk('PageView');
const editor = new Set([...chunk('Editor')].filter((file) => !scripts.has(file) && !reading.has(file)));

const size = (file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1000;
const total = (files) => [...files].reduce((sum, file) => sum + size(file), 0);

const lazy = readdirSync(folder, { recursive: true })
  .map((file) => normalize(String(file)))
  .filter((file) => file.endsWith('.js') && !scripts.has(file));
for (const file of [...lazy].sort())
  console.log(`lazy   ${size(file).toFixed(1).padStart(6)} kB gz  ${file}`);

let over = false;
for (const [name, files] of [
  ['script', scripts],
  ['style', styles],
]) {
  const weight = total(files);
  for (const file of files) console.log(`${name} ${size(file).toFixed(1).padStart(6)} kB gz  ${file}`);
  console.log(`first load: ${weight.toFixed(1)} kB gz ${name} of ${BUDGET_KB[name]}`);
  if (files.size === 0 || weight > BUDGET_KB[name]) over = true;
}
if (over) {
  console.error('the first load is over its budget (or index.html names no files at all)');
  process.exit(1);
}
const weight = total(editor);
for (const file of editor) console.log(`editor ${size(file).toFixed(1).padStart(6)} kB gz  ${file}`);
console.log(`writing a page: ${weight.toFixed(1)} kB gz of ${BUDGET_KB.editor}`);
if (!editor.size || !reading.size || weight > BUDGET_KB.editor) {
  console.error('the editor is over its budget (or no chunk of this name was built)');
  process.exit(1);
}
if ([...reading].some((file) => /assets\/(Editor|tiptap|yjs)-/.test(file))) {
  console.error('reading a page loads the editor');
  process.exit(1);
}
