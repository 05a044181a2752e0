// The changes between two versions of a page, counted in the order they are read.
import type { Difference } from '../../api/types';

type Block = Difference['blocks'][number];
export type Counted = Block['parts'][number] & { change: number };

/** What went and what came in its place is one change. */
export function changesOf(difference: Difference): {
  blocks: (Omit<Block, 'parts'> & { parts: Counted[] })[];
  count: number;
} {
  let count = 0;
  const blocks = difference.blocks.map((block) => {
    let inside = false;
    const parts = block.parts.map((part) => {
      const changed = part.kind === 'added' || part.kind === 'removed';
      if (changed && !inside) count += 1;
      inside = changed;
      return { ...part, change: changed ? count - 1 : -1 };
    });
    return { ...block, parts };
  });
  return { blocks, count };
}
