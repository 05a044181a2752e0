import { expect, test, vi } from 'vitest';
import { api } from '../../api/client';
import type { Comment } from '../../api/types';
import { Messages } from './messages.svelte';

const message = (version: string, voters: number) =>
  ({ id: 'm', seq: 1, version, poll: { voters } }) as unknown as Comment;

test('an answer that comes after something newer of the stream does not take its place', () => {
  const messages = new Messages('topic');
  messages.put(message('49795081-8', 1));
  messages.brought(message('49795081-a', 2));
  messages.settled(message('49795081-9', 1));
  expect(messages.list?.[0]?.poll?.voters).toBe(2);
  messages.settled(message('49795081-b', 3));
  expect(messages.list?.[0]?.poll?.voters).toBe(3);
});

test('older messages come a few at a time, in their order, beside one that is written meanwhile', async () => {
  const at = (seq: number) => ({ id: `m${seq}`, seq, version: `1-${seq}` }) as unknown as Comment;
  const messages = new Messages('topic');
  messages.list = [at(20), at(21)];
  messages.earlier = 'before';
  const items = Array.from({ length: 12 }, (_, place) => at(8 + place));
  vi.spyOn(api, 'get').mockResolvedValue({ items, before: null, after: null });
  const seen: number[] = [];
  await messages.more(true, async (put) => {
    put();
    seen.push(messages.list?.length ?? 0);
    if (seen.length === 1) messages.brought(at(22));
    await Promise.resolve();
  });
  expect(seen).toEqual([7, 13, 15]);
  expect(messages.list.map(({ seq }) => seq)).toEqual(Array.from({ length: 15 }, (_, place) => 8 + place));
  expect([messages.earlier, messages.loading]).toEqual([null, false]);
});

test('a message that is changed before it is drawn stands once, in its place', async () => {
  const at = (seq: number, version: string) => ({ id: `m${seq}`, seq, version }) as unknown as Comment;
  const messages = new Messages('topic');
  messages.list = [at(1, '1-1')];
  messages.later = 'after';
  const items = Array.from({ length: 8 }, (_, place) => at(2 + place, '1-2'));
  vi.spyOn(api, 'get').mockResolvedValue({ items, before: null, after: null });
  await messages.more(false, (put) => {
    put();
    messages.brought(at(9, '1-3'));
  });
  expect(messages.list.map(({ seq, version }) => `${seq} ${version}`)).toEqual([
    '1 1-1',
    ...[2, 3, 4, 5, 6, 7, 8].map((seq) => `${seq} 1-2`),
    '9 1-3',
  ]);
});
