import { describe, expect, it } from 'vitest';
import { nameFor, read, spoken } from './spoken';
import './words';

describe('the operators of a list', () => {
  it('are said in words', () => {
    expect(spoken('is:late', 'you')).toEqual(['late']);
    expect(spoken('valve is:open in:office @me -tag:draft', 'whoever looks')).toEqual([
      '“valve”',
      'open',
      'in office',
      'for whoever looks',
      'not tagged draft',
    ]);
    expect(spoken('from:"Ana Ruiz" +urgent has:files type:task', 'you')).toEqual([
      'by Ana Ruiz',
      'tagged urgent',
      'with a file',
      'only task',
    ]);
  });

  it('take the whole of a day', () => {
    expect(spoken('after:1 nov 2026 valve', 'you')).toEqual(['“valve”', 'changed since 1 nov 2026']);
    expect(spoken('before:nov 3 valve', 'you')).toEqual(['“valve”', 'changed before nov 3']);
    expect(spoken('after:monday valve', 'you')).toEqual(['“valve”', 'changed since monday']);
  });

  it('are words where they are none', () => {
    const all = ['is:tuesday valve', 'http://example.com', 'a:b', '"exact words" -draft', 'ana@example.com'];
    for (const words of all) expect(read(words)).toEqual({ words, operators: [] });
  });

  it('name a list', () => {
    expect(nameFor('gasket is:late')).toBe('gasket, late');
    expect(nameFor('gasket')).toBe('gasket');
  });
});
