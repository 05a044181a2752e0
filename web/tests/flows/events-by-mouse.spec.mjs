// Events are taken to other times and days by the mouse, in a week and in a month; of what comes again it is asked which times
// are meant. What somebody planned stands in their own calendar alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn, until } from '../support/people.mjs';

const said = (page, words) =>
  page.getByRole('region', { name: 'Messages' }).getByText(words).first().waitFor();
/** A day from the next Monday on. */
const fromMonday = (count) => {
  const monday = 7 - ((new Date().getUTCDay() + 6) % 7);
  return new Date(Date.now() + (monday + count) * 86_400_000).toISOString().slice(0, 10);
};
const [tuesday, wednesday, thursday, friday] = [1, 2, 3, 4].map(fromMonday);
/** Pixels of an hour. */
const hour = 56;

/** Takes something up by the mouse and carries it; it is let go by the caller. */
async function carry(page, what, x, y) {
  const box = await what.boundingBox();
  const [fromX, fromY] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + x, fromY + y, { steps: 5 });
  await page.locator('a.dragged').waitFor();
}

test('an event is carried over the hours, to another day, and over a month', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const at = { minutes: 60, start: { date: wednesday, time: '10:00', zone: 'Europe/London' } };
  const visit = await api.post(`/spaces/${space.id}/events`, { title: 'Site visit', ...at });
  const start = async () => {
    const { date, time } = (await api.get(`/events/${visit.id}`)).start;
    return `${date} ${time}`;
  };
  await page.goto(`/calendar?view=week&day=${wednesday}`);
  const block = page.getByRole('link', { name: /^Site visit,/ });
  await block.waitFor();
  await settled(page);

  // Escape puts it back, and letting go of it then neither opens it nor begins another one.
  await carry(page, block, 0, 2 * hour);
  await page.keyboard.press('Escape');
  await page.locator('a.dragged').waitFor({ state: 'detached' });
  await page.mouse.up();
  assert.equal(await start(), `${wednesday} 10:00`);

  // By quarters of an hour, and a day on.
  const { width } = await page.locator(`[data-column="${wednesday}"]`).boundingBox();
  await carry(page, block, width, (hour * 3) / 4);
  await page.mouse.up();
  await said(page, '“Site visit” was moved.');
  await until('a day and three quarters of an hour later', start, (now) => now === `${thursday} 10:45`);
  await page
    .locator(`[data-column="${thursday}"]`)
    .getByRole('link', { name: /^Site visit,/ })
    .waitFor();
  assert.ok(!page.url().includes('event='), 'the press that ended it opened nothing');
  assert.equal(await page.getByRole('dialog').count(), 0);

  await page.goto(`/calendar?view=month&day=${thursday}`);
  await block.waitFor();
  await block.dragTo(page.locator(`td[data-over="${friday}"]`));
  await until('on the day it was let go on', start, (now) => now === `${friday} 10:45`);
});

test('of what comes again it is asked which times are carried', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await api.post(`/spaces/${space.id}/events`, {
    title: 'Round',
    minutes: 60,
    start: { date: tuesday, time: '10:00', zone: 'Europe/London' },
    rule: 'FREQ=DAILY;COUNT=3',
  });
  const times = async () => {
    const { items } = await api.get(`/events?from=${tuesday}&to=${friday}`);
    return items.map(({ start }) => `${start.date} ${start.time}`);
  };
  await page.goto(`/calendar?view=week&day=${wednesday}`);
  const block = page.locator(`[data-column="${wednesday}"]`).getByRole('link', { name: /^Round,/ });
  await block.waitFor();
  await settled(page);
  await carry(page, block, 0, hour);
  await page.mouse.up();
  const which = page.getByRole('dialog', { name: 'Move which times?' });
  await which.getByRole('button', { name: 'This time', exact: true }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await which.getByRole('button', { name: 'This time', exact: true }).click();
  await said(page, '“Round” was moved.');
  const one = [`${tuesday} 10:00`, `${wednesday} 11:00`, `${thursday} 10:00`];
  await until('one of them later', times, (now) => now.join() === one.join());
});

test('what one planned stands in one’s own calendar, is moved there and can be hidden', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const { me } = await api.get('/session');
  const valves = await api.post(`/spaces/${space.id}/tasks`, {
    title: 'Order valves',
    assignee_id: me.id,
    due: { date: friday },
  });
  await api.put(`/tasks/${valves.id}/plan`, { plan: tuesday });
  await page.goto(`/calendar?view=week&day=${tuesday}`);
  const plan = page.getByRole('link', { name: 'Order valves, planned by you' });
  const due = page.getByRole('link', { name: 'Order valves, due' });
  await plan.waitFor();
  await due.waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await plan.focus();
  await page.keyboard.press('Alt+ArrowRight');
  const task = () => api.get(`/tasks/${valves.id}`);
  const moved = await until('planned a day later', task, (now) => now.plan === wednesday);
  assert.equal(moved.due.date, friday, 'what others count on stays');
  const there = page.locator(`[data-strip="${wednesday}"]`);
  await there.getByRole('link', { name: 'Order valves, planned by you' }).waitFor();

  await page.getByRole('checkbox', { name: /^My plan/ }).uncheck();
  await plan.waitFor({ state: 'detached' });
  await due.waitFor();
  await page.getByRole('checkbox', { name: /^My plan/ }).check();
  await plan.waitFor();

  // Nobody else learns of it, not even where the task is theirs by now.
  const hers = await bringIn(api, open, person);
  const { me: ana } = await caller(hers).get('/session');
  await api.patch(`/tasks/${valves.id}`, { assignee_id: ana.id });
  await hers.goto(`/calendar?view=week&day=${tuesday}`);
  await hers.getByRole('link', { name: 'Order valves, due' }).waitFor();
  assert.equal(await hers.getByRole('link', { name: 'Order valves, planned by you' }).count(), 0);
  assert.equal((await caller(hers).get(`/tasks/${valves.id}`)).plan, null);
});
