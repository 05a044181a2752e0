// Somebody asks to be reminded of a task, sees when, and changes their mind; by keys, and of a topic.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

test('a reminder is set, shown, taken away and taken back', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const task = await api.post(`/spaces/${space.id}/tasks`, {
    title: 'Ask the supplier',
    due: { date: day(9) },
  });
  const kept = async () => (await api.get(`/items/${task.id}/reminder`)).reminder;
  const said = (words) => page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();
  const open = async () => {
    await page.getByRole('button', { name: 'More for this task' }).first().click();
    await page.getByRole('menuitem', { name: 'Remind me' }).click();
    await page.getByRole('dialog').getByText('Only you see this.').waitFor();
  };

  await page.goto(`/t/${task.key}`);
  await open();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: /^a day before it is due/ }).click();
  await said(/^You are reminded of “Ask the supplier”: a day before it is due/);
  assert.equal((await kept()).before_minutes, 1440);

  await open();
  await page.getByText(/^You are reminded: a day before it is due/).waitFor();
  await page.getByRole('button', { name: 'Don’t remind me' }).click();
  await said('You are not reminded of “Ask the supplier” any more');
  assert.equal(await kept(), null);
  await page.keyboard.press('Control+z');
  await said(/undone|Undone/);
  assert.equal((await kept()).before_minutes, 1440);

  // A day and a time of one's own, of something else than a task.
  const topic = await api.post(`/spaces/${space.id}/topics`, { title: 'Prices' });
  await page.goto(`/s/SVC/discussions/${topic.id}`);
  await page.getByRole('button', { name: 'More for this topic' }).click();
  await page.getByRole('menuitem', { name: 'Remind me' }).click();
  await page.getByLabel('Day', { exact: true }).fill(day(3));
  await page.getByLabel('Time', { exact: true }).fill('10:30');
  await page.keyboard.press('Enter');
  await said(/^You are reminded of “Prices”/);
  const { reminder } = await api.get(`/items/${topic.id}/reminder`);
  assert.equal(reminder.at.slice(0, 10), day(3));
});
