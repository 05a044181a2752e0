// Writes `name.br` and `name.gz` beside every built file that shrinks, once, at the strongest
// setting. The server hands these out and never compresses a page itself. index.html stays as it
// is: the server writes its own path into it.
/* eslint no-console: off -- a program for the terminal */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TEXT = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt', '.map', '.wasm']);
// Below this the headers of the compressed form weigh more than it saves.
const SMALLEST = 512;

const folder = process.argv[2];
if (!folder) {
  console.error('compress.mjs wants the folder of the built page');
  process.exit(2);
}

for (const entry of readdirSync(folder, { recursive: true })) {
  const file = join(folder, entry);
  if (!TEXT.has(extname(file)) || basename(file) === 'index.html' || !statSync(file).isFile()) continue;
  const bytes = readFileSync(file);
  keepIfSmaller(`${file}.br`, bytes, brotli(bytes));
  keepIfSmaller(`${file}.gz`, bytes, gzipSync(bytes, { level: 9 }));
}

function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

function keepIfSmaller(file, bytes, packed) {
  if (bytes.length < SMALLEST || packed.length >= bytes.length) rmSync(file, { force: true });
  else writeFileSync(file, packed);
}
