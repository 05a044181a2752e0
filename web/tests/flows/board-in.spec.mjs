// A board from elsewhere comes in as somebody says: its lists become statuses, its people those who are here or a name, and the
// report says what was left out and why. The same file again brings nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

const id = (kind, at) =>
  [1_700_000_000 + at, kind, at].map((part, i) => part.toString(16).padStart([8, 4, 12][i], '0')).join('');
const card = (at, list, more = {}) => ({
  id: id(2, at),
  name: `Card ${at}`,
  desc: '',
  closed: false,
  idList: id(1, list),
  pos: at,
  idLabels: [],
  idMembers: [],
  due: null,
  dueComplete: false,
  badges: { comments: 0 },
  attachments: [],
  customFieldItems: [],
  ...more,
});
const sam = { id: id(4, 1), username: 'sam', fullName: 'Sam Field' };
const board = {
  id: id(0, 0),
  name: 'Shop move',
  lists: ['Ideas', 'Doing', 'Done'].map((name, at) => ({ id: id(1, at), name, closed: false, pos: at })),
  cards: [
    card(0, 0, { name: 'Measure the windows', idMembers: [id(4, 0)], badges: { comments: 3 } }),
    card(1, 2, { name: 'Sign the lease' }),
    card(2, 1, { name: 'Old plan', closed: true }),
  ],
  checklists: [],
  actions: [
    {
      id: id(10, 0),
      type: 'commentCard',
      date: '2026-01-05T10:00:00.000Z',
      idMemberCreator: sam.id,
      memberCreator: { id: sam.id, fullName: sam.fullName },
      data: { text: 'Three by two metres', card: { id: id(2, 0) } },
    },
  ],
  labels: [],
  members: [{ id: id(4, 0), username: 'tom', fullName: 'Tom Ainsworth' }, sam],
  customFields: [],
};
const file = {
  name: 'board.json',
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(board)),
};

/** Reads the file and says what becomes of it. */
async function read(page) {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('heading', { name: 'Lists', exact: true }).waitFor();
  await page.getByRole('group', { name: 'Lists' }).getByRole('button', { name: 'Statuses' }).click();
  await page.getByLabel('Cards in Ideas are').selectOption('waiting');
  await page.getByLabel('Archived cards become').selectOption('skip');
  await page.getByText('1 of 2 recognized').waitFor();
  await page.getByLabel('Sam Field becomes').selectOption('name');
  await page.getByText('1 left out: It was archived.').waitFor();
}

test('a board comes in as it is told to, says what it left out, and comes once', async (t) => {
  const { page, api } = await guild(t);
  await page.goto('/admin/import');
  await settled(page);
  await read(page);
  await page.getByText('2 left out: The file says there were more than it holds.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const names = (await api.get('/spaces')).items.map(({ name }) => name);
  assert.ok(!names.includes(board.name), 'nothing is written yet');

  await page.getByRole('button', { name: 'Bring in 2 tasks' }).click();
  await page.getByText('2 tasks came in.').waitFor();
  await page.getByText('1 left out: It was archived.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const space = (await api.get('/spaces')).items.find(({ name }) => name === board.name);
  const { statuses } = await api.get(`/spaces/${space.id}`);
  assert.equal(statuses.find(({ name }) => name === 'Ideas')?.category, 'waiting');
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  const { me } = await api.get('/session');
  const windows = items.find(({ title }) => title === 'Measure the windows');
  const lease = items.find(({ title }) => title === 'Sign the lease');
  assert.equal(items.length, 2);
  assert.deepEqual([windows.category, windows.assignee_id, lease.category], ['waiting', me.id, 'done']);
  const comments = await api.get(`/items/${windows.id}/comments`);
  // Whoever is nobody here is named in what they said.
  assert.match(comments.items[0].body, /Sam Field[^]*Three by two metres|Three by two metres[^]*Sam Field/);

  await page.getByRole('link', { name: 'Bring in another file' }).click();
  await read(page);
  await page.getByText('2 were here already').first().waitFor();
  await page.getByRole('button', { name: 'Bring in 0 tasks' }).click();
  await page.getByText('0 tasks came in.').waitFor();
  assert.equal((await api.get(`/spaces/${space.id}/tasks`)).items.length, 2);
});
