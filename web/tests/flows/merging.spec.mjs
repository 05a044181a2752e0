// One request is merged into another: the team reads both, each requester keeps their own lane. Then it is accepted for
// another space, and for somebody.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled, type } from '../support/look.mjs';
import { ana, bringIn, lucia } from '../support/people.mjs';

const questions = [
  { id: 1, kind: 'text', label: 'In short', becomes: 'title' },
  { id: 2, kind: 'long_text', label: 'What do you see?', becomes: 'body' },
];

/** Somebody who is signed in asks for something; answers the request and the way to follow it. */
async function ask(page, form, title, words) {
  const api = caller(page);
  const { start } = await api.post(`/forms/${form.id}/start`);
  const sent = await api.post(`/forms/${form.id}/answers`, { start, answers: { 1: title, 2: words } });
  const { pathname, hash } = new URL(sent.link, 'http://guild.example');
  return { id: sent.id, path: pathname + hash };
}

test('a request is merged into another one, and accepted for another space', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const workshop = await api.post('/spaces', { name: 'Workshop', prefix: 'WRK' });
  const form = await api.post(`/spaces/${space.id}/forms`, { name: 'Ask for a visit', questions });
  const hers = await bringIn(api, open, ana);
  const other = await bringIn(api, open, lucia);
  const { me } = await caller(hers).get('/session');
  await api.put(`/spaces/${workshop.id}/members/${me.id}`, { role: 'member' });
  const first = await ask(hers, form, 'Radiators stay cold', 'Upstairs only.');
  const second = await ask(other, form, 'Radiators stay cold again', 'The whole house since Monday.');

  await page.goto(`/s/SVC/requests/${second.id}`);
  await page.getByRole('heading', { name: 'Radiators stay cold again' }).waitFor();
  await settled(page);
  await page.keyboard.press('2');
  const merge = page.getByRole('dialog', { name: 'Merge into' });
  const goals = merge.getByRole('list', { name: 'What it can be merged into' });
  await goals.getByRole('button', { name: /^Radiators stay cold/ }).press('Enter');
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByText('Merged.').waitFor();

  // The page goes on to the next one: what was merged into it stands in the lane of the team.
  await page.getByRole('heading', { name: 'Radiators stay cold', exact: true }).waitFor();
  const said = page.locator('.said');
  await said.getByText(/The whole house since Monday\./).waitFor();
  await said.getByText('team only').waitFor();
  await page.keyboard.press('r');
  await type(page, 'We come on Tuesday.');
  await page.keyboard.press('Control+Enter');
  await said.getByText('We come on Tuesday.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const joined = await api.get(`/requests/${first.id}`);
  assert.deepEqual(
    joined.messages.map((message) => message.lane),
    ['team', 'requester'],
  );
  assert.equal((await api.get(`/requests/${second.id}`)).merged_into, first.id);

  // Each reads their own lane, and nothing of the other.
  await hers.goto(first.path);
  await hers.getByText('We come on Tuesday.').waitFor();
  assert.equal(await hers.getByText(/since Monday/).count(), 0);
  await other.goto(second.path);
  await other
    .getByText(/since Monday/)
    .first()
    .waitFor();
  assert.equal(await other.getByText('We come on Tuesday.').count(), 0);

  // Accepted elsewhere, for somebody: how it stands is the same for both.
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  const accept = page.getByRole('dialog', { name: 'Accept as a task' });
  await accept.getByLabel('Space', { exact: true }).selectOption(workshop.id);
  await accept.getByRole('option', { name: ana.name }).waitFor({ state: 'attached' });
  await accept.getByLabel('Assignee').selectOption(me.id);
  await accept.getByLabel('Title').press('Enter');
  await messages.getByText('It is a task now.').waitFor();
  const { items } = await api.get(`/spaces/${workshop.id}/tasks`);
  assert.deepEqual(
    items.map((task) => [task.title, task.assignee_id]),
    [['Radiators stay cold', me.id]],
  );
  await other.reload();
  await other.getByText('Accepted').waitFor();
});
