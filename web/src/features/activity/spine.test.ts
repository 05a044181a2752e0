import { describe, expect, it } from 'vitest';
import type { Activity, Comment, SpineEntry } from '../../api/types';
import { grouped } from './spine.svelte';

const actor = (id: string) => ({ kind: 'person' as const, id, name: id });
const change = (seq: number, who: string, at: string): SpineEntry => ({
  kind: 'activity',
  at,
  activity: { seq, at, actor: actor(who), action: 'changed', field: 'due' } as Activity,
});
const comment = (id: string): SpineEntry => ({ kind: 'comment', at: '', comment: { id } as Comment });

describe('the spine', () => {
  const entries = [
    change(1, 'ana', '2026-11-23T09:00:00Z'),
    change(2, 'ana', '2026-11-23T09:05:00Z'),
    change(3, 'tom', '2026-11-23T09:06:00Z'),
    comment('c1'),
    change(4, 'tom', '2026-11-23T09:07:00Z'),
    change(5, 'tom', '2026-11-23T12:00:00Z'),
  ];

  it('puts changes of one person together, but never across a comment or hours', () => {
    const shape = grouped(entries, false).map((e) => (e.kind === 'comment' ? 'c' : e.list.length));
    expect(shape).toEqual([2, 1, 'c', 1, 1]);
  });

  it('can show comments alone', () => {
    expect(grouped(entries, true).map((e) => e.kind)).toEqual(['comment']);
  });
});
