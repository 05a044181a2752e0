// Somebody asks to be reminded of a task, sees when, and changes their mind; by keys, of a topic, and before an event. What a
// task waits for is asked again on a day.
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

test('one is reminded before an event, each time it comes', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const event = await api.post(`/spaces/${space.id}/events`, {
    title: 'Stand-up',
    start: { date: day(2), time: '09:00', zone: 'Europe/London' },
    minutes: 30,
    rule: 'FREQ=DAILY',
  });
  const said = (words) => page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();
  const open = async () => {
    await page.getByRole('button', { name: 'Remind me', exact: true }).click();
    await page.getByRole('dialog').getByText('Only you see this.').waitFor();
  };

  await page.goto(`/calendar?event=${event.id}`);
  await open();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: '10 minutes before it begins' }).click();
  await said(/^You are reminded of “Stand-up”: 10 minutes before it begins, /);
  const { reminder } = await api.get(`/items/${event.id}/reminder`);
  const first = (await api.get(`/events?from=${day(2)}&to=${day(2)}`)).items[0].starts_at;
  assert.equal(reminder.before_minutes, 10);
  assert.equal(Date.parse(first) - Date.parse(reminder.at), 10 * 60_000);
  await open();
  await page.getByText(/^You are reminded: 10 minutes before it begins, /).waitFor();
});

test('what a task waits for is asked again on its day', async (t) => {
  const { page, api } = await guild(t);
  // Whoever does it begins at midnight, so today has come.
  await api.patch('/me', { hours_from: '00:00', hours_to: '23:30' });
  const { me } = await api.get('/session');
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const part = { title: 'Fit the part', assignee_id: me.id };
  const task = await api.post(`/spaces/${space.id}/tasks`, part);

  await page.goto(`/t/${task.key}`);
  await page.getByRole('button', { name: 'Add a detail' }).click();
  await page.getByRole('menuitem', { name: 'Waiting on' }).click();
  await page.getByRole('textbox', { name: 'Waiting on' }).fill('the supplier');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Waiting on the supplier/ }).click();
  await page.getByRole('button', { name: /^Ask again:/ }).click();
  const days = page.getByRole('dialog', { name: 'Ask again' });
  await days.waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await days.getByRole('button', { name: 'Today', exact: true }).click();
  await page.getByRole('button', { name: /^Waiting on the supplier.*ask again/ }).waitFor();
  const { waiting } = await api.get(`/tasks/${task.id}`);
  assert.deepEqual([waiting.text, waiting.remind_on], ['the supplier', day(0)]);

  await page.goto('/inbox');
  const told = page.getByRole('link', { name: /Ask again: Fit the part still waits/ });
  await told.waitFor();
  // Asked for a later day it needs nobody now.
  await api.patch(`/tasks/${task.id}`, { waiting: { text: 'the supplier', remind_on: day(7) } });
  await told.waitFor({ state: 'detached' });
});
