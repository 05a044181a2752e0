// Whoever leads leaves the workload open: what others give and take away changes it as it happens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { ana as person, bringIn, lucia } from '../support/people.mjs';

/** The first working day from tomorrow on: the week of today may be over. */
function nextWorkday() {
  const day = new Date(Date.now() + 86_400_000);
  while ([0, 6].includes(day.getUTCDay())) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** The page of whoever leads, Ana and Lucía by their own, and a task of Ana's on a day to come. */
async function company(t) {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const hers = caller(await bringIn(api, open, person));
  const third = caller(await bringIn(api, open, lucia));
  const { people } = await api.get('/session');
  const id = (name) => people.find((one) => one.name === name).id;
  const date = nextWorkday();
  const task = (title, minutes) => ({
    title,
    assignee_id: id(person.name),
    estimate_minutes: minutes,
    start: { date },
    due: { date },
  });
  const boiler = await api.post(`/spaces/${space.id}/tasks`, task('Boiler inspection', 360));
  const of = (name, words) => page.getByRole('button', { name: new RegExp(`^${name}, .*${words}`) }).first();
  return { page, api, hers, third, space, id, date, task, boiler, of };
}

test('a day fills and empties on a page that stays open', async (t) => {
  const { page, hers, third, space, id, task, of } = await company(t);
  await page.goto('/people/workload');
  await of('Ana Duarte', '6 h of 8 h, 1 task').waitFor();
  // Loaded again, the page would not know of this any more.
  await page.evaluate(() => (window.stays = true));

  // Given by somebody else, longer, given away, and thrown away.
  const made = await third.post(`/spaces/${space.id}/tasks`, task('Radiator noise', 60));
  await of('Ana Duarte', '7 h of 8 h, 2 tasks').waitFor();
  await hers.patch(`/tasks/${made.id}`, { estimate_minutes: 240 });
  await of('Ana Duarte', '10 h of 8 h, 2 tasks.*more than they can').waitFor();
  await page.getByText('1 person over capacity').waitFor();
  await hers.patch(`/tasks/${made.id}`, { assignee_id: id(lucia.name) });
  await of('Ana Duarte', '6 h of 8 h, 1 task').waitFor();
  await of('Lucía Ferrer', '4 h of 8 h, 1 task').waitFor();
  await page.getByText('Nobody has more to do than they can.').waitFor();
  await third.delete(`/tasks/${made.id}`);
  await of('Lucía Ferrer', '4 h of 8 h').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => window.stays), true);
});

test('half a day off, hours that were written and work out of sight are there within a minute', async (t) => {
  const { page, api, hers, third, id, date, task, boiler, of } = await company(t);
  const board = await third.post('/spaces', { name: 'Board', prefix: 'BRD', access: 'private' });
  await third.put(`/spaces/${board.id}/members/${id(person.name)}`, { role: 'member' });
  await page.clock.install();
  await page.goto('/people/workload');
  await of('Ana Duarte', '6 h of 8 h, 1 task').waitFor();
  await page.evaluate(() => (window.stays = true));

  await api.post('/absences', { person_id: id(person.name), from: date, until: date, from_noon: true });
  await hers.post('/time-entries', { task_id: boiler.id, minutes: 120 });
  await third.post(`/spaces/${board.id}/tasks`, task('Sell the van', 60));
  await page.clock.runFor('01:02');
  await of('Ana Duarte', '5 h of 4 h, .*half a day away, more than they can').waitFor();
  assert.equal(await page.getByText('Sell the van').count(), 0, 'it counts without a name');
  assert.equal(await page.evaluate(() => window.stays), true);
});
