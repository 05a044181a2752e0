import { describe, expect, it } from 'vitest';
import { bulleted, pointAfter } from './points';

describe('lists as they are typed', () => {
  it('go on with the next point and end at an empty one', () => {
    expect(pointAfter('- milk', 6)).toEqual({ from: 6, insert: '\n- ' });
    expect(pointAfter('a\n- [x] milk', 12)).toEqual({ from: 12, insert: '\n- [ ] ' });
    expect(pointAfter('9. milk', 7)).toEqual({ from: 7, insert: '\n10. ' });
    expect(pointAfter('a\n- ', 4)).toEqual({ from: 2, insert: '' });
    expect(pointAfter('milk', 4)).toBeNull();
  });

  it('are made of the lines of a selection', () => {
    expect(bulleted('a\nb\n- c', 3, 7)).toEqual({ from: 2, insert: '- b\n- c' });
  });
});
