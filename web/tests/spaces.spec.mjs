// A space from its two fields to its last day.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { ana, bringIn, spaceWith, until } from './support/people.mjs';

const rows = (page, name) => page.getByRole('list', { name }).getByRole('listitem');

async function opened(t, part = '') {
  const all = await guild(t);
  const space = await all.api.post('/spaces', { name: 'Front office' });
  await all.page.goto(`/s/${space.prefix}/settings${part ? `?part=${part}` : ''}`);
  await settled(all.page);
  return { ...all, space };
}

test('a space needs a name and nothing else', async (t) => {
  const { page, server } = await guild(t);
  await page.goto('/');
  await settled(page);
  await page.getByRole('button', { name: 'New space' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Front office');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.url}/s/*/tasks`);
  await page.getByRole('heading', { level: 1, name: 'Front office' }).waitFor();
  await page.getByRole('navigation', { name: 'Main', exact: true }).getByText('Front office').waitFor();
});

test('general settings are saved as one goes, and undone', async (t) => {
  const { page, api, space } = await opened(t);
  await page.getByLabel('Name', { exact: true }).fill('Reception');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Reception' }).waitFor();
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { level: 1, name: 'Front office' }).waitFor();
  assert.equal((await api.get(`/spaces/${space.id}`)).name, 'Front office');

  await api.post('/spaces', { name: 'Taken', prefix: 'TKN' });
  await page.getByLabel('Prefix of keys').fill('TKN');
  await page.keyboard.press('Enter');
  await page.getByText('This prefix is or was in use. Choose another one.').waitFor();

  await page.getByRole('radio', { name: 'Moss' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('region', { name: 'Messages' }).getByText('Saved.').first().waitFor();
  assert.equal((await api.get(`/spaces/${space.id}`)).color, 7);
});

test('the tab of documents is switched off and on again', async (t) => {
  const { page, api, space } = await opened(t);
  const tabs = page.getByRole('navigation', { name: 'Parts of this space' });
  await tabs.getByRole('link', { name: 'Documents' }).waitFor();
  await page.getByRole('switch', { name: 'Documents' }).click();
  await tabs.getByRole('link', { name: 'Documents' }).waitFor({ state: 'detached' });
  const tools = async () => (await api.get(`/spaces/${space.id}`)).tools;
  const without = ['overview', 'tasks', 'discussions', 'processes'];
  // The page shows it before it is kept.
  await until('kept', tools, (now) => now.length === without.length);
  assert.deepEqual(await tools(), without);
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await tabs.getByRole('link', { name: 'Documents' }).waitFor();
  await until('back', tools, (now) => now.length === 5);
  assert.deepEqual((await tools()).toSorted(), [...without, 'documents'].toSorted());
});

test('statuses are named, ordered by the keyboard, limited and removed', async (t) => {
  const { page, api, space } = await opened(t, 'statuses');
  const names = async () => (await api.get(`/spaces/${space.id}`)).statuses.map((status) => status.name);
  await page.getByLabel('New status').fill('On the phone');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await rows(page, 'Statuses').nth(5).waitFor();

  const grip = page.getByRole('button', { name: 'Move To do', exact: true });
  await grip.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('region', { name: 'Messages' }).getByText('To do is now 2 of 6').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Move To do');
  await page.getByLabel('Limit of Doing').fill('5');
  await page.keyboard.press('Tab');
  await page.getByLabel('Name of On the phone').fill('Calling');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove Calling' }).waitFor();
  assert.deepEqual((await names()).slice(0, 2), ['Doing', 'To do']);

  await page.getByRole('button', { name: 'Remove Calling' }).click();
  await page.getByRole('menuitem', { name: 'Remove and move its tasks to Doing' }).click();
  await rows(page, 'Statuses').nth(5).waitFor({ state: 'detached' });
  const { statuses } = await until(
    'removed',
    () => api.get(`/spaces/${space.id}`),
    (now) => now.statuses.length === 5,
  );
  assert.equal(statuses.find((status) => status.name === 'Doing').limit, 5);
});

test('sections and fields come and go', async (t) => {
  const { page, api, space } = await opened(t, 'sections');
  for (const name of ['Planned', 'Emergency']) {
    await page.getByLabel('New section').fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor();
  }
  await page.getByRole('link', { name: 'Fields' }).click();
  await page.getByLabel('New field').fill('Contract');
  await page.getByLabel('Kind of field').selectOption('choice');
  await page.getByRole('textbox', { name: 'Choices' }).fill('Gold, Silver');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Remove Contract' }).waitFor();
  const now = await api.get(`/spaces/${space.id}`);
  assert.deepEqual(now.fields[0].choices, ['Gold', 'Silver']);
  assert.deepEqual(
    now.sections.map((section) => section.name),
    ['Planned', 'Emergency'],
  );
});

test('people are added, made leads and taken out again', async (t) => {
  const { page, api, open, space } = await opened(t, 'people');
  await bringIn(api, open, ana);
  await page.reload();
  await settled(page);
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('combobox', { name: 'Add a person' }).fill('ana');
  await page.keyboard.press('Enter');
  await page.getByLabel('Role of Ana Duarte').selectOption('lead');
  await page.getByText('Ana Duarte is now Lead.').first().waitFor();
  const { items } = await api.get(`/spaces/${space.id}/members`);
  assert.equal(items.find((one) => one.member.name === 'Ana Duarte').role, 'lead');

  await page.getByRole('button', { name: 'Remove Ana Duarte' }).click();
  await page.getByLabel('Role of Ana Duarte').waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();
  await page.getByLabel('Role of Ana Duarte').waitFor();
});

test('a space is deleted by typing its name, and comes back', async (t) => {
  const { page, server } = await opened(t, 'end');
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Front office?' });
  assert.equal(await dialog.getByRole('button', { name: 'Delete' }).isDisabled(), true);
  await dialog.getByRole('textbox').fill('front office');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.url}/`);
  const sidebar = page.getByRole('navigation', { name: 'Main', exact: true });
  await sidebar.getByText('Front office').waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await sidebar.getByText('Front office').waitFor();
});

test('an overview says what a space is about, what is pinned, decided and new, as it comes', async (t) => {
  const { page, api, open } = await guild(t);
  const { space } = await spaceWith(api, [], { description: 'Boilers and **all** about them.' });
  const hers = await bringIn(api, open, ana);
  await hers.goto(`/s/${space.prefix}/overview`);
  await settled(hers);
  const about = hers.getByRole('region', { name: 'What this space is for' });
  await about.getByText('Boilers and all about them.').waitFor();
  const links = (heading) =>
    hers
      .locator('.sech2', { has: hers.getByRole('heading', { name: heading, exact: true }) })
      .locator('xpath=following-sibling::ul[1]//a');

  const prices = await api.post(`/spaces/${space.id}/pages`, { title: 'Prices' });
  await api.patch(`/documents/${prices.id}`, { pinned: true });
  await api.post(`/spaces/${space.id}/pages`, { title: 'Minutes' });
  const sent = await page.request.post(`/api/v1/spaces/${space.id}/files?name=plan.txt`, {
    headers: { 'Content-Type': 'application/octet-stream' },
    data: Buffer.from('a plan'),
  });
  assert.equal(sent.status(), 201);
  const topic = await api.post(`/spaces/${space.id}/topics`, { title: 'Gauges' });
  const message = await api.post(`/items/${topic.id}/comments`, { body: 'Keep the old gauges' });
  await api.put(`/topics/${topic.id}/decisions/${message.id}`);

  await links('Pinned').filter({ hasText: 'Prices' }).waitFor();
  await links('Recent decisions').filter({ hasText: 'Keep the old gauges' }).waitFor();
  for (const title of ['Prices', 'Minutes', 'plan.txt'])
    await links('Documents changed last').filter({ hasText: title }).waitFor();
  assert.equal(await links('Pinned').count(), 1);
  assert.deepEqual(await brokenRules(hers), []);
  await links('Recent decisions').filter({ hasText: 'Keep the old gauges' }).click();
  await hers.waitForURL((url) => url.href.includes(topic.id) && url.href.includes(message.id));
});
