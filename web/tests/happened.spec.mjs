// What happened: what one finds on a Monday, of all spaces and of one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from './support/api.mjs';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { ana, bringIn, spaceWith } from './support/people.mjs';

async function busy(t, options) {
  const all = await guild(t, options);
  const { space, tasks } = await spaceWith(all.api, ['Fit the boiler', 'Order gaskets', 'Ring the bakery']);
  const { statuses } = await all.api.get(`/spaces/${space.id}`);
  const done = statuses.find((status) => status.category === 'done').id;
  const finish = (task) => all.api.patch(`/tasks/${task.id}`, { status_id: done });
  const topic = await all.api.post(`/spaces/${space.id}/topics`, { title: 'Vans' });
  const said = await all.api.post(`/items/${topic.id}/comments`, { body: 'We lease **two** of them' });
  await all.api.put(`/topics/${topic.id}/decisions/${said.id}`, {});
  await finish(tasks[0]);
  return { ...all, space, tasks, topic, said, finish };
}

test('decisions and finished work stand by space and kind, come by themselves, and lead there', async (t) => {
  const { page, finish, tasks, topic, said } = await busy(t);
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.getByRole('heading', { name: 'What happened', level: 1 }).waitFor();
  const service = page.getByRole('region', { name: 'Service' });
  await service.getByRole('heading', { name: '1 decision' }).waitFor();
  await service.getByRole('heading', { name: '1 task finished' }).waitFor();
  await service.getByRole('link', { name: /Fit the boiler/ }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await finish(tasks[1]);
  await service.getByRole('heading', { name: '2 tasks finished' }).waitFor();
  const decided = service.getByRole('link', { name: /We lease two of them/ });
  await decided.focus();
  await page.keyboard.press('Enter');
  await page.getByText('We lease').first().waitFor();
  await page.waitForURL((url) => url.href.includes(topic.id) && url.href.includes(said.id));
});

test('since when is chosen, stands in the address, and the last visit is remembered', async (t) => {
  const { page, api } = await busy(t);
  await page.goto('/what-happened');
  await settled(page);
  const since = page.getByRole('group', { name: 'Since' });
  assert.equal(
    await since.getByRole('button', { name: 'My last visit' }).getAttribute('aria-pressed'),
    'true',
  );
  await since.getByRole('button', { name: 'Friday' }).click();
  await page.waitForURL('**/what-happened?since=friday');
  await page.getByLabel('or since').fill('2020-02-03');
  await page.getByText('Since Monday 3 February 2020').waitFor();
  await page.getByRole('link', { name: /Fit the boiler/ }).waitFor();
  await page.goto('/what-happened?since=2099-01-01');
  await page.getByText('Nothing was announced, decided, finished or written since then').waitFor();
  await page.getByRole('button', { name: 'Look a week back' }).click();
  await page.getByRole('link', { name: /Fit the boiler/ }).waitFor();
  // It was the first visit, and it goes on.
  assert.equal((await api.get('/what-happened')).visited_at, null);
});

test('a space has a page of its own, on the phone too, and nobody reads what is not theirs', async (t) => {
  const { page, api, open, space } = await busy(t, { viewport: { width: 390, height: 844 } });
  await page.goto('/s/SVC/tasks');
  await settled(page);
  await page.getByRole('button', { name: 'More about Service' }).click();
  await page.getByRole('menuitem', { name: 'What happened' }).click();
  await page.getByRole('heading', { name: 'What happened', level: 2 }).waitFor();
  await page.getByRole('link', { name: /Fit the boiler/ }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const hers = await bringIn(api, open, ana);
  await api.patch(`/spaces/${space.id}`, { access: 'private' });
  await hers.goto('/what-happened?since=2020-01-01');
  await hers.getByText('Nothing was announced, decided, finished or written since then').waitFor();
  assert.deepEqual((await caller(hers).get('/what-happened')).items, []);
});
