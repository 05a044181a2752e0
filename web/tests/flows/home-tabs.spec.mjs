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
