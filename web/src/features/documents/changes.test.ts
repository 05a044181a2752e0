import { expect, it } from 'vitest';
import type { Difference } from '../../api/types';
import { changesOf } from './changes';

const part = (kind: 'same' | 'added' | 'removed', text: string) => ({ kind, text });

it('counts what went and what came in its place as one change, and each block by itself', () => {
  const difference = {
    added: 3,
    removed: 1,
    blocks: [
      {
        heading: 'Reading',
        parts: [
          part('same', 'for '),
          part('removed', 'five'),
          part('added', 'ten'),
          part('same', ' minutes'),
        ],
      },
      { heading: null, parts: [part('added', 'All'), part('same', ' of '), part('added', 'it')] },
      { heading: null, parts: [part('added', 'new')] },
    ],
  } as unknown as Difference;
  const { blocks, count } = changesOf(difference);
  expect(count).toBe(4);
  expect(blocks.map((block) => block.parts.map((one) => one.change))).toEqual([
    [-1, 0, 0, -1],
    [1, -1, 2],
    [3],
  ]);
});
