// What one person does, the other sees: at once, after a cut, after a restart, and only as long as they may.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { cable } from '../support/cable.mjs';
import { guild } from '../support/guild.mjs';
import { settled } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';

async function two(t, titles = ['Fit the new boiler']) {
  const all = await guild(t);
  const { space, tasks } = await spaceWith(all.api, titles);
  const hers = await bringIn(all.api, all.open, ana);
  await hers.addInitScript(cable);
  return { ...all, hers, space, tasks, task: tasks[0] };
}

const linked = (page) =>
  page.waitForFunction(() =>
    performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('/api/v1/session')),
  );

test('a change is seen at once, and disturbs nobody who is typing', async (t) => {
  const { api, hers, space, task } = await two(t, ['Fit the new boiler', 'Read the meter']);
  await hers.goto(`/s/${space.prefix}/tasks?layout=list`);
  await settled(hers);
  await linked(hers);
  await hers.getByRole('link', { name: 'Fit the new boiler' }).waitFor();
  await hers.evaluate(() => (window.sameDocument = true));

  const seen = async (what, act, look) => {
    const begun = Date.now();
    await act();
    await look.waitFor({ timeout: 5000 });
    t.diagnostic(`${what}: seen after ${Date.now() - begun} ms`);
  };
  await seen(
    'a new title',
    () => api.patch(`/tasks/${task.id}`, { title: 'Fit the heat pump' }),
    hers.getByRole('link', { name: 'Fit the heat pump' }),
  );
  await seen(
    'a new task',
    () => api.post(`/spaces/${space.id}/tasks`, { title: 'Order the pump' }),
    hers.getByRole('link', { name: 'Order the pump' }),
  );
  await hers.keyboard.press('c');
  const line = hers.getByRole('dialog', { name: 'New task' }).getByRole('textbox', { name: 'New task' });
  await line.fill('Half a thou');
  await line.press('ArrowLeft');
  const doing = space.statuses.find((status) => status.category === 'doing');
  await api.patch(`/tasks/${task.id}`, { status_id: doing.id });
  await api.patch(`/spaces/${space.id}`, { name: 'Service and repair' });
  await hers.getByRole('navigation', { name: 'Main' }).getByText('Service and repair').waitFor();
  assert.equal(await line.inputValue(), 'Half a thou');
  assert.equal(await line.evaluate((field) => field === document.activeElement && field.selectionStart), 10);
  assert.equal(await hers.evaluate(() => window.sameDocument), true);
});

test('a pulled cable is made good exactly, and a line that cannot be had is replaced by asking', async (t) => {
  const { api, hers, space, task, open } = await two(t, ['Fit the new boiler', 'Read the meter']);
  await hers.goto(`/s/${space.prefix}/tasks?layout=list`);
  await settled(hers);
  await hers.getByRole('link', { name: 'Fit the new boiler' }).waitFor();
  await hers.evaluate(() => (window.sameDocument = true));
  await hers.evaluate(() => window.pull());
  await api.patch(`/tasks/${task.id}`, { title: 'Fit the heat pump' });
  await api.delete(`/tasks/${(await api.get(`/spaces/${space.id}/tasks`)).items[1].id}`);
  await hers.evaluate(() => window.plug());
  await hers.getByRole('link', { name: 'Fit the heat pump' }).waitFor();
  await hers.getByRole('link', { name: 'Read the meter' }).waitFor({ state: 'detached' });
  assert.equal(await hers.evaluate(() => window.sameDocument), true);

  const without = await open();
  await without.context().addCookies(await hers.context().cookies());
  await without.addInitScript(cable);
  await without.addInitScript(() => (window.noSockets = true));
  await without.goto(`/s/${space.prefix}/tasks?layout=list`);
  await without.getByRole('link', { name: 'Fit the heat pump' }).waitFor();
  await api.patch(`/tasks/${task.id}`, { title: 'Fit both' });
  await without.getByRole('link', { name: 'Fit both' }).waitFor({ timeout: 30_000 });
});

test('a restart of the server is healed without a reload', async (t) => {
  const { api, hers, space, task, server } = await two(t);
  await hers.goto(`/s/${space.prefix}/tasks`);
  await settled(hers);
  await hers.getByRole('link', { name: 'Fit the new boiler' }).waitFor();
  await hers.evaluate(() => (window.sameDocument = true));
  await server.stop();
  await server.start();
  await api.patch(`/tasks/${task.id}`, { title: 'Fit the heat pump' });
  await hers.getByRole('link', { name: 'Fit the heat pump' }).waitFor({ timeout: 30_000 });
  assert.equal(await hers.getByRole('alert').count(), 0);
  assert.equal(await hers.evaluate(() => window.sameDocument), true);
});

test('who looks at a task sees who else does, and in which field they write', async (t) => {
  const { page, hers, task } = await two(t);
  for (const one of [page, hers]) {
    await one.goto(`/t/${task.key}`);
    await one.getByRole('heading', { level: 1, name: 'Fit the new boiler' }).waitFor();
  }
  const there = hers.getByRole('group', { name: 'Also here' });
  await there.getByText('Tom Ainsworth is here too').waitFor();
  await page.getByRole('heading', { level: 1 }).getByRole('button').click();
  await there.getByText('Tom Ainsworth is writing in the title').waitFor();
  await page.keyboard.press('Escape');
  await page.goto('/');
  await there.getByText('Tom Ainsworth').waitFor({ state: 'detached' });
});

test('who writes a step is seen to, and a space that somebody deletes leaves the list', async (t) => {
  const { page, api, hers, space, task } = await two(t);
  await api.post(`/tasks/${task.id}/steps`, { text: 'Drain it' });
  for (const one of [page, hers]) {
    await one.goto(`/t/${task.key}`);
    await one.getByRole('heading', { level: 1, name: 'Fit the new boiler' }).waitFor();
  }
  const there = hers.getByRole('group', { name: 'Also here' });
  await page.getByRole('button', { name: 'Add a step' }).click();
  await there.getByText('Tom Ainsworth is writing in the steps').waitFor();
  const listed = hers.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: space.name });
  await listed.waitFor();
  await hers.evaluate(() => (window.sameDocument = true));
  await api.delete(`/spaces/${space.id}`);
  await listed.waitFor({ state: 'detached' });
  assert.equal(await hers.evaluate(() => window.sameDocument), true);
});

test('two descriptions at once: the later gets both, nothing is lost, and both are in the history', async (t) => {
  const { api, hers, task } = await two(t);
  await api.patch(`/tasks/${task.id}`, { body: 'As it was.' });
  await hers.goto(`/t/${task.key}`);
  await hers.getByText('As it was.').hover();
  await hers.getByRole('button', { name: 'Edit the description' }).click();
  const field = hers.getByRole('textbox', { name: 'Description' });
  await field.fill('What she wrote.\nIn two lines.');
  await api.patch(`/tasks/${task.id}`, { body: 'What he wrote.', priority: 'urgent' });
  // The other field comes in beside what she is writing.
  await hers.getByText('Urgent', { exact: true }).first().waitFor();
  assert.equal(await field.inputValue(), 'What she wrote.\nIn two lines.');
  await field.press('Control+Enter');
  const dialog = hers.getByRole('dialog', { name: 'Tom Ainsworth changed it first' });
  const value = (name) => dialog.getByRole('textbox', { name }).inputValue();
  assert.equal(await value('As it is now'), 'What he wrote.');
  assert.equal(await value('What you wrote'), 'What she wrote.\nIn two lines.');
  assert.equal((await api.get(`/tasks/${task.id}`)).body, 'What he wrote.');
  await dialog.getByRole('button', { name: 'Keep mine' }).click();
  await until(
    'hers',
    () => api.get(`/tasks/${task.id}`),
    (one) => one.body === 'What she wrote.\nIn two lines.',
  );
  await field.waitFor({ state: 'detached' });
  const { items } = await api.get(`/items/${task.id}/activity`);
  const texts = items
    .filter((entry) => entry.activity?.field === 'body')
    .map((entry) => entry.activity.after);
  assert.deepEqual(texts.slice(-2), ['What he wrote.', 'What she wrote.\nIn two lines.']);
});

test('a comment that was changed elsewhere meanwhile is not written over unseen', async (t) => {
  const { hers, task } = await two(t);
  const comment = await caller(hers).post(`/items/${task.id}/comments`, { body: 'Parts came in' });
  await hers.goto(`/t/${task.key}`);
  await hers.getByText('Parts came in').hover();
  await hers.getByRole('button', { name: 'More for this comment' }).click();
  await hers.getByRole('menuitem', { name: 'Edit' }).click();
  const field = hers.getByRole('textbox', { name: 'Edit', exact: true });
  await caller(hers).patch(`/comments/${comment.id}`, { body: 'Parts came in, from another desk' });
  await field.fill('Parts came in, one is broken');
  await field.press('Control+Enter');
  const dialog = hers.getByRole('dialog', { name: /changed it first/ });
  await dialog.getByText('Parts came in, from another desk').first().waitFor();
  await dialog.getByRole('button', { name: /Keep mine/ }).click();
  await until(
    'hers',
    () => caller(hers).get(`/items/${task.id}/comments`),
    ({ items }) => items[0].body === 'Parts came in, one is broken',
  );
});

test('who may not see it any more stops seeing it while they look', async (t) => {
  const { api, hers } = await two(t);
  const board = await api.post('/spaces', { name: 'Board', prefix: 'BRD', access: 'closed' });
  const { id } = (await api.get('/session')).people.find((person) => person.name === ana.name);
  await api.put(`/spaces/${board.id}/members/${id}`, { role: 'member' });
  const secret = await api.post(`/spaces/${board.id}/tasks`, { title: 'Sell the van' });
  await hers.goto(`/t/${secret.key}`);
  await hers.getByRole('heading', { level: 1, name: 'Sell the van' }).waitFor();
  await hers.evaluate(() => (window.sameDocument = true));
  const begun = Date.now();
  await api.delete(`/spaces/${board.id}/members/${id}`);
  await hers.getByText('Sell the van').first().waitFor({ state: 'detached' });
  t.diagnostic(`out of sight after ${Date.now() - begun} ms`);
  assert.equal(await hers.evaluate(() => window.sameDocument), true);
});
