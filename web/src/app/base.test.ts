import { describe, expect, it } from 'vitest';
import { href } from './base';

describe('addresses inside the page', () => {
  it('begin where the server lives', () => {
    expect(href('/people')).toBe('/people');
    expect(href('people?q=a')).toBe('/people?q=a');
    expect(href('/')).toBe('/');
  });

  it('never lead to another server', () => {
    for (const path of [
      '//evil.example/x',
      '/\\evil.example/x',
      '\\\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
    ])
      expect(new URL(href(path), 'https://guild.example/').origin).toBe('https://guild.example');
  });
});
