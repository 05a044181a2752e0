import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (f) => /\.(svelte|ts)$/.test(f) && !f.endsWith('.test.ts'),
);
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const sources = files.map((file) => ({ file, source: text(file) }));
const catalogue = Object.fromEntries(
  readdirSync(join(root, 'words/en')).map((file) => [
    file.replace('.json', ''),
    JSON.parse(text(`words/en/${file}`)) as Record<string, unknown>,
  ]),
);
const keys = Object.entries(catalogue).flatMap(([feature, words]) =>
  Object.keys(words).map((k) => `${feature}.${k}`),
);

/** Words written into the markup: text nodes, and attributes that people read or hear. */
function literals(source: string): string[] {
  const spoken = ['aria-label', 'title', 'placeholder', 'alt', 'label', 'hint', 'text'];
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look);
    if (!node || typeof node !== 'object') return;
    const { type, name } = node as AST.BaseNode & { name?: string };
    if (type === 'StyleDirective') return;
    if (type === 'Attribute') {
      const value = (node as AST.Attribute).value;
      if (spoken.includes(name ?? '') && Array.isArray(value))
        for (const part of value)
          if (part.type === 'Text' && /\p{L}{2}/u.test(part.data)) found.push(part.data);
      if (value !== true)
        look((Array.isArray(value) ? value : [value]).filter((part) => part.type !== 'Text'));
      return;
    }
    if (type === 'Text' && /\p{L}{2}/u.test((node as AST.Text).data))
      found.push((node as AST.Text).data.trim());
    for (const [key, child] of Object.entries(node)) if (key !== 'parent') look(child);
  };
  look(parse(source, { modern: true }).fragment);
  return found;
}

describe('the message catalogue', () => {
  it('holds every word of the interface', () => {
    const written = sources
      .filter((s) => s.file.endsWith('.svelte'))
      .flatMap((s) => literals(s.source).map((word) => `${s.file}: ${word}`));
    expect(written).toEqual([]);
  });

  it('has every key that is asked for', () => {
    const asked = sources.flatMap(({ file, source }) =>
      [...source.matchAll(/\b(?:t|around)\(\s*'([\w.]+)'/g)].map((m) => ({ file, key: m[1] ?? '' })),
    );
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter(({ key }) => !keys.includes(key))).toEqual([]);
  });

  it('has no key that nothing asks for', () => {
    const all = sources.map((s) => s.source).join('\n');
    // Keys made of parts, such as t(`common.role.${role}`), use everything that begins alike.
    const made = [...all.matchAll(/`([a-z_]+\.[\w.]*)\$\{/g)].map((m) => m[1] ?? '');
    const quoted = new Set([...all.matchAll(/'([\w.]+)'/g)].map((m) => m[1]));
    const unused = keys.filter((key) => !quoted.has(key) && !made.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
  });
});
