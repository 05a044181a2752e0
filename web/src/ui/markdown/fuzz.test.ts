import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blocks, type Block } from './blocks';
import type { Inline } from './inline';

// The corpus of the server's own test, changed at random: whatever is typed, what is drawn are the few kinds of nodes
// Markdown.svelte knows, every address is one that may be followed, and no text takes long.
const folder = new URL('../../../../tests/fuzz/corpus/markdown/', import.meta.url);
const corpus = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
const words = [
  '[',
  '](',
  ')',
  '<',
  '>',
  '`',
  '**',
  '_',
  '~~',
  '|',
  '\n|---|\n',
  '\n\n',
  '\\',
  '- [ ] ',
  '> ',
  '1. ',
  '```\n',
  '# ',
  '[x](javascript:alert(1))',
  '<javascript:alert(1)>',
  'JaVaScRiPt:',
  'data:text/html,',
  '&#x6a;',
  '\u0000',
  '\t',
  '"onmouseover="',
  '<script>',
  '//evil.example',
  'https://a.example/(',
  'www.',
  'mailto:',
  'guildhall:person/',
  '\u202e',
];
const rounds = process.env['GUILDHALL_LONG'] ? 500_000 : 10_000;

/** A repeatable sequence of numbers below `sides`. */
function dice(seed: number): (sides: number) => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % Math.max(1, sides);
  };
}

function change(text: string, roll: (sides: number) => number): string {
  const from = roll(text.length + 1);
  const to = Math.min(text.length, from + roll(24));
  const word = words[roll(words.length)] ?? '';
  const stretch = text.slice(from, to);
  switch (roll(6)) {
    case 0:
      return text.slice(0, from) + text.slice(to);
    case 1:
      return text.slice(0, from) + stretch + stretch + text.slice(to);
    case 2:
      return text.slice(0, from) + word.repeat(1 + roll(roll(20) === 0 ? 2_000 : 3)) + text.slice(from);
    default:
      return text.slice(0, from) + word + text.slice(roll(2) ? from : to);
  }
}

function followable(address: string): boolean {
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(address)) return false;
  const meant = URL.canParse(address) ? new URL(address).protocol : 'https:';
  return ['http:', 'https:', 'mailto:', 'tel:'].includes(meant);
}

function looksAtWords(list: Inline[]): void {
  for (const node of list) {
    switch (node.kind) {
      case 'text':
      case 'code':
        expect(typeof node.text).toBe('string');
        break;
      case 'link':
        expect(followable(node.to), node.to).toBe(true);
        looksAtWords(node.children);
        break;
      case 'person':
      case 'item':
      case 'space':
        expect(node.id).toMatch(/^[0-9a-f-]{36}$/i);
        break;
      default:
        expect(['strong', 'em', 'strike']).toContain(node.kind);
        looksAtWords(node.children);
    }
  }
}

function looksAt(list: Block[]): void {
  for (const block of list) {
    switch (block.kind) {
      case 'paragraph':
      case 'heading':
        looksAtWords(block.children);
        break;
      case 'quote':
        looksAt(block.children);
        break;
      case 'list':
        block.items.forEach((item) => looksAt(item.children));
        break;
      case 'table':
        [block.head, ...block.rows].flat().forEach(looksAtWords);
        break;
      default:
        expect(['code', 'rule']).toContain(block.kind);
    }
  }
}

it('draws nothing that could run, whatever is typed, and soon', { timeout: 600_000 }, () => {
  let slowest = 0;
  for (let round = 0; round < rounds; round++) {
    const roll = dice(round);
    let text = corpus[roll(corpus.length)] ?? '';
    for (let left = 1 + roll(6); left > 0; left--) text = change(text, roll);
    const begun = performance.now();
    const tree = blocks(text.slice(0, 64_000));
    slowest = Math.max(slowest, performance.now() - begun);
    expect(slowest, `round ${round}`).toBeLessThan(2_000);
    looksAt(tree);
  }
});
