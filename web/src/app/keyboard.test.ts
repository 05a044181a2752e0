import { describe, expect, it } from 'vitest';
import { keyLabels, keyName } from './keyboard';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('keys', () => {
  it('have one name each', () => {
    expect(press('c')).toBe('c');
    expect(press('K', { ctrlKey: true })).toBe('mod+k');
    expect(press('k', { metaKey: true })).toBe('mod+k');
    expect(press('X', { shiftKey: true })).toBe('shift+x');
    expect(press('!', { shiftKey: true })).toBe('!');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press(' ')).toBe('Space');
    expect(press('ArrowUp', { altKey: true })).toBe('alt+ArrowUp');
  });

  it('are shown as they stand on the keyboard', () => {
    expect(keyLabels('mod+k')).toEqual(['Ctrl', 'K']);
    expect(keyLabels('g h')).toEqual(['G', 'H']);
    expect(keyLabels('Escape')).toEqual(['Esc']);
    expect([keyLabels('+'), keyLabels('shift++')]).toEqual([['+'], ['Shift', '+']]);
  });
});
