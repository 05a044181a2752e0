// What one has just written is in sight, also under a long conversation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { settled } from '../support/look.mjs';
import { spaceWith } from '../support/people.mjs';

test('a comment that was sent is seen', async (t) => {
  const { page, api } = await guild(t);
  const { tasks } = await spaceWith(api, ['Ring the bakery']);
  for (let i = 1; i <= 25; i += 1) await api.post(`/items/${tasks[0].id}/comments`, { body: `Call ${i}` });
  await page.goto(`/t/${tasks[0].key}`);
  await settled(page);
  await page.getByPlaceholder('Write a comment').click();
  await page.keyboard.type('They answer after nine');
  await page.keyboard.press('Control+Enter');
  const comment = page.locator('[id^="c-"]').filter({ hasText: 'They answer after nine' });
  await comment.waitFor();
  const seen = await comment.evaluate(async (element) => {
    await new Promise(requestAnimationFrame);
    const { left, top, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + 60, top + height / 2));
  });
  assert.ok(seen, 'it is not hidden below the fold');
});
