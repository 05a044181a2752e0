import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/error';
import type { Person } from '../api/types';
import { mutate } from './mutate';
import { overlays } from './overlays.svelte';
import { store } from './store.svelte';
import { toasts } from './toasts.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  toasts.list = [];
  vi.useRealTimers();
});

/** A value on the screen, changed to "mine" while the server decides. */
function change(send: () => Promise<{ data: string; command: string | null }>) {
  const shown = { value: 'old' };
  const done = mutate<string>({
    apply: () => {
      shown.value = 'mine';
      return () => (shown.value = 'old');
    },
    send,
    settle: (data) => (shown.value = data),
    done: 'Changed.',
    failed: 'Not changed.',
    conflict: { field: 'The title', mine: 'mine', theirs: (now) => String(now), keepMine: () => null },
  });
  return { shown, done };
}

describe('a change', () => {
  it('is shown at once and settled by the answer, with a way back', async () => {
    const { shown, done } = change(async () => ({ data: 'saved', command: 'c1' }));
    expect(shown.value).toBe('mine');
    expect(await done).toBe(true);
    expect(shown.value).toBe('saved');
    expect(toasts.list.map((toast) => [toast.text, toast.action !== null])).toEqual([['Changed.', true]]);
  });

  it('is taken back when the server refuses, with its reason', async () => {
    const { shown, done } = change(() => Promise.reject(new ApiError(403, 'forbidden', 'Only leads may.')));
    expect(await done).toBe(false);
    expect(shown.value).toBe('old');
    expect(toasts.list[0]).toMatchObject({ text: 'Not changed. Only leads may.', tone: 'bad', action: null });
  });

  it('can be sent again when the server was away', async () => {
    let tries = 0;
    const { shown, done } = change(() => {
      tries += 1;
      return tries === 1
        ? Promise.reject(new ApiError(0, 'unreachable', ''))
        : Promise.resolve({ data: 'saved', command: null });
    });
    await done;
    expect(shown.value).toBe('old');
    await toasts.list[0]?.action?.run();
    expect(shown.value).toBe('saved');
  });

  it('asks when somebody else was first', async () => {
    const show = vi.spyOn(overlays, 'show').mockResolvedValue();
    store.people.set('p', { id: 'p', name: 'Tom' } as Person);
    const { shown, done } = change(() => Promise.reject(new ApiError(412, 'stale', '', {}, 'theirs', 'p')));
    expect(await done).toBe(false);
    expect(shown.value).toBe('old');
    expect(show).toHaveBeenCalledWith(
      'conflict',
      expect.objectContaining({ mine: 'mine', theirs: 'theirs', who: 'Tom' }),
    );
  });
});
