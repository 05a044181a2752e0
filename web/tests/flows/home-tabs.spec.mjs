// What somebody gave away stands under who does it until that is done; what they only follow stands apart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn } from '../support/people.mjs';

test('what was given away and what is followed stand in tabs of their own', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const hers = caller(await bringIn(api, open, person));
  const { me: ana } = await hers.get('/session');
  const task = (by, title) => by.post(`/spaces/${space.id}/tasks`, { title, assignee_id: ana.id });
  const valves = await task(api, 'Order valves');
  const offer = await task(hers, 'Write the offer');
  await api.post(`/items/${offer.id}/comments`, { body: 'Tell me when it is sent' });

  await page.goto('/');
  const main = page.getByRole('main');
  await main.getByRole('link', { name: /^Delegated/ }).click();
  await main.getByText('Order valves').first().waitFor();
  await main.getByRole('heading', { name: /Ana Duarte/ }).waitFor();
  assert.equal(await main.getByText('Write the offer').count(), 0);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  await main.getByRole('link', { name: /^Followed/ }).click();
  await main.getByText('Write the offer').first().waitFor();
  assert.equal(await main.getByText('Order valves').count(), 0);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // Done by whoever it was given to, it goes.
  await main.getByRole('link', { name: /^Delegated/ }).click();
  await main.getByText('Order valves').first().waitFor();
  const { statuses } = await api.get(`/spaces/${space.id}`);
  const done = statuses.find(({ category }) => category === 'done');
  await hers.patch(`/tasks/${valves.id}`, { status_id: done.id });
  await main.getByText('Order valves').first().waitFor({ state: 'detached' });
});

test('what stands beside Home stays through the tabs and follows the calendar', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const hers = caller(await bringIn(api, open, person));
  const { me } = await api.get('/session');
  const event = (title) =>
    hers.post(`/spaces/${space.id}/events`, {
      title,
      start: { date: new Date().toISOString().slice(0, 10) },
      guest_ids: [me.id],
    });

  await page.goto('/');
  const beside = page.getByRole('complementary', { name: 'Beside your work' });
  const schedule = beside.getByRole('region', { name: 'Schedule' });
  await schedule.getByText('Nothing is on today.').waitFor();
  await event('Boiler review');
  await schedule.getByText('Boiler review').waitFor();

  // A tab that was not seen yet is waited for; what stands beside it is not.
  let held;
  await page.route(/\/home\?tab=followed/, (route) => (held = route));
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Followed/ })
    .click();
  await page.getByRole('main').locator('[aria-busy="true"]').first().waitFor({ state: 'attached' });
  await event('Stock count');
  await schedule.getByText('Stock count').waitFor();
  await schedule.getByText('Boiler review').waitFor();
  await held.continue();
  await page.getByText('You follow nothing yet').waitFor();
});
