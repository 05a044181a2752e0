// The inbox by keys alone: up and down, answering, muting, and marking as new again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, expectFocus, settled } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';

const titles = ['Fit the new boiler', 'Order gaskets', 'Ring the bakery'];

/** Ana has three entries: two tasks are given to her, and a third one and a topic name her. */
async function told(t) {
  const { api, open } = await guild(t);
  const { tasks, space } = await spaceWith(api, titles);
  const hers = await bringIn(api, open, ana);
  const her = caller(hers);
  const { id } = await her.get('/me');
  for (const task of tasks.slice(0, 2)) await api.patch(`/tasks/${task.id}`, { assignee_id: id });
  const say = (item, words) => api.post(`/items/${item.id}/comments`, { body: words });
  const topic = await api.post(`/spaces/${space.id}/topics`, { title: 'Valves' });
  await say(tasks[2], `[@Ana](guildhall:person/${id}) when do they open?`);
  await say(topic, `[@Ana](guildhall:person/${id}) brass or steel?`);
  const counts = (what, good) => until(what, () => her.get('/inbox/counts'), good);
  await counts('told', ({ needs }) => needs === 4);
  const entry = async (item) => (await her.get('/inbox')).items.find((one) => one.item_id === item.id);
  return { api, hers, her, tasks, topic, say, counts, entry };
}

const row = (page, item) => page.locator(`[data-row="${item.id}"]`);

/** Waits until the keyboard is on the row of this item. */
const stands = (page, item) =>
  page.waitForFunction((id) => document.activeElement?.closest('[data-row]')?.dataset.row === id, item.id);

test('J and K go from row to row, and back', async (t) => {
  const { hers, her } = await told(t);
  await hers.goto('/inbox');
  await settled(hers);
  const list = hers.getByRole('main').locator('[data-row]');
  await list.nth(3).waitFor();
  const all = await list.evaluateAll((rows) => rows.map((one) => one.dataset.row));
  assert.deepEqual(new Set(all), new Set((await her.get('/inbox')).items.map((one) => one.item_id)));
  const at = (place) => stands(hers, { id: all[place] });
  await hers.keyboard.press('j');
  await at(0);
  await hers.keyboard.press('j');
  await at(1);
  await hers.keyboard.press('ArrowDown');
  await at(2);
  await hers.keyboard.press('k');
  await at(1);
  await hers.keyboard.press('k');
  await at(0);
  await hers.keyboard.press('k');
  await at(0);
  assert.deepEqual(await brokenRules(hers), []);
});

test('U marks as new again what was read', async (t) => {
  const { hers, her, tasks, entry } = await told(t);
  await her.put(`/inbox/${tasks[0].id}/read`);
  assert.equal((await entry(tasks[0])).unread, false);
  await hers.goto('/inbox');
  await settled(hers);
  const one = row(hers, tasks[0]);
  await one.waitFor();
  assert.equal(await one.getByText('New', { exact: true }).count(), 0);
  await one.getByRole('link').focus();
  await hers.keyboard.press('u');
  await one.getByText('New', { exact: true }).waitFor({ state: 'attached' });
  await until(
    'new',
    () => entry(tasks[0]),
    (now) => now.unread,
  );
});

test('M keeps quiet what does not need one, and says so', async (t) => {
  const { hers, her, tasks, say, counts, entry } = await told(t);
  await hers.goto('/inbox');
  await settled(hers);
  await row(hers, tasks[0]).getByRole('link').focus();
  await hers.keyboard.press('m');
  const messages = hers.getByRole('region', { name: 'Messages' });
  await messages.getByText('You hear of “Fit the new boiler” only when it needs you.').waitFor();
  await until(
    'muted',
    () => entry(tasks[0]),
    (now) => now.muted,
  );
  // What is said there is not told, and what is said of the other is: in this order.
  await her.put(`/inbox/${tasks[0].id}/clearance`);
  await her.put(`/inbox/${tasks[1].id}/clearance`);
  await counts('cleared', ({ needs }) => needs === 2);
  await say(tasks[0], 'It stands in the yard');
  await say(tasks[1], 'They are on the shelf');
  await until(
    'told of the other',
    () => her.get('/inbox'),
    ({ items }) => items.some((one) => one.item_id === tasks[1].id),
  );
  assert.equal(await entry(tasks[0]), undefined, 'it is quiet');
});

test('R answers where it was asked: beside the list, or in the topic', async (t) => {
  const { hers, tasks, topic, counts } = await told(t);
  await hers.goto('/inbox');
  await settled(hers);
  await row(hers, tasks[2]).getByRole('link').focus();
  await hers.keyboard.press('r');
  await expectFocus(hers, /Write a comment/);
  await hers.keyboard.type('At six');
  await hers.keyboard.press('Control+Enter');
  await row(hers, tasks[2]).waitFor({ state: 'detached' });
  await counts('answered', ({ needs }) => needs === 3);
  assert.deepEqual(await brokenRules(hers), []);

  await row(hers, topic).getByRole('link').focus();
  await hers.keyboard.press('r');
  await hers.waitForURL(/\/discussions\/[0-9a-f-]+#c-/);
  await expectFocus(hers, /^Write/);
  await hers.keyboard.type('Brass');
  await hers.keyboard.press('Control+Enter');
  await hers.locator('[id^="c-"]').getByText('Brass', { exact: true }).waitFor();
  await counts('answered there', ({ needs }) => needs === 2);
});
