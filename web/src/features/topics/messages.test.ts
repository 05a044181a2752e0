import { expect, test } from 'vitest';
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
