// Several tasks at once, and back again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { spaceWith, until } from '../support/people.mjs';

test('three tasks are done with one key and come back with one undo', async (t) => {
  const { page, api } = await guild(t);
  const titles = ['Bleed the radiators', 'Order flue gaskets', 'Ring the bakery', 'Sweep the flue'];
  const { space, tasks } = await spaceWith(api, titles);
  const categories = () =>
    Promise.all(tasks.map(async (task) => (await api.get(`/tasks/${task.id}`)).category));
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  await page.getByRole('link', { name: 'Bleed the radiators' }).focus();
  for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await page.getByRole('toolbar', { name: '3 selected' }).waitFor();
  await page.keyboard.press('e');
  await until('done', categories, (all) => all.filter((one) => one === 'done').length === 3);
  assert.equal((await categories()).filter((one) => one === 'todo').length, 1);

  await page.keyboard.press('Control+z');
  await until('open again', categories, (all) => all.every((one) => one === 'todo'));
  for (const title of titles)
    await page
      .getByRole('button', { name: `Mark done: ${title}` })
      .or(page.getByRole('checkbox', { name: `Mark done: ${title}` }))
      .waitFor();
});

test('of a long list what is looked at is drawn, also in a group far below', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  const [todo, doing] = space.statuses;
  const lines = (word, count) => Array.from({ length: count }, (_, i) => `${word} ${i + 1}`).join('\n');
  const paste = (status, text) => api.post(`/spaces/${space.id}/tasks/paste`, { text, status_id: status.id });
  await paste(todo, lines('Early', 90));
  await paste(doing, lines('Later', 70));
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);
  const drawn = () => page.locator('[data-row]').count();
  assert.ok((await drawn()) < 60, `${await drawn()} rows are drawn of 160`);
  assert.equal(await page.getByRole('link', { name: 'Later 1', exact: true }).count(), 0);

  const last = page.getByRole('link', { name: 'Later 70', exact: true });
  const scroller = page.locator('[data-scroll]');
  await until(
    'at the end',
    async () => {
      await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      return await last.count();
    },
    (count) => count === 1,
  );
  assert.ok((await drawn()) < 90, `${await drawn()} rows are drawn of 160`);
  await last.focus();
  await page.keyboard.press('k');
  await page.waitForFunction(() => document.activeElement?.textContent === 'Later 69');
});
