// One asks, another approves: by the bar, from the inbox by a key, and where a mail leads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled, type } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';

async function two(t, titles = ['Inspection, Harbour Street 12'], options = {}) {
  const all = await guild(t);
  const { tasks, space } = await spaceWith(all.api, titles);
  const hers = await bringIn(all.api, all.open, ana, options);
  const { people } = await all.api.get('/session');
  const { id } = people.find((person) => person.name === ana.name);
  const ask = (item, more = {}) =>
    all.api.post(`/items/${item.id}/approvals`, { approver_ids: [id], ...more });
  return { ...all, tasks, space, hers, id, ask, her: caller(hers) };
}

test('asked by keys alone, approved from the inbox with Y, and both see it without loading', async (t) => {
  const { page, api, hers, tasks } = await two(t);
  await page.goto(`/t/${tasks[0].key}`);
  await hers.goto('/inbox');
  await settled(page);
  await settled(hers);
  await page.getByRole('button', { name: 'More for this task' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Ask for approval' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Ask for approval' });
  await dialog.getByRole('button', { name: 'Choose people' }).press('Enter');
  await type(page, 'Ana');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await dialog.getByText('Ana Duarte').waitFor();
  await dialog.getByRole('textbox', { name: /What do you want to know/ }).fill('Can the certificate go out?');
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Control+Enter');
  const bar = page.getByRole('region', { name: 'Approval' });
  await bar.getByText('Waiting for Ana Duarte').waitFor();

  const list = hers.getByRole('main');
  await list.getByRole('heading', { name: 'To decide' }).waitFor();
  await list.getByRole('link', { name: /asks you to approve Inspection/ }).waitFor();
  await list.getByText('Can the certificate go out?').waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  await hers.keyboard.press('j');
  await hers.keyboard.press('y');
  await hers.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
  await bar.getByText('Approved', { exact: true }).waitFor();
  await bar.getByRole('button', { name: 'What happened' }).press('Enter');
  await bar.getByText('asked for approval').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const { items } = await api.get(`/items/${tasks[0].id}/approvals`);
  assert.equal(items[0].state, 'approved');
});

test('changes are asked with a reason, which comes back to who asked', async (t) => {
  const { page, api, hers, tasks, ask } = await two(t);
  await ask(tasks[0]);
  await hers.goto(`/t/${tasks[0].key}`);
  await settled(hers);
  const bar = hers.getByRole('region', { name: 'Approval' });
  await bar.getByText('Waiting for your approval').waitFor();
  await bar.getByRole('button', { name: 'Ask for changes' }).click();
  const dialog = hers.getByRole('dialog', { name: /Ask for changes/ });
  const send = dialog.getByRole('button', { name: 'Ask for changes' });
  assert.ok(await send.isDisabled(), 'a no alone helps nobody');
  await hers.keyboard.type('The second reading is missing');
  assert.deepEqual(await brokenRules(hers), []);
  await send.click();
  await bar.getByText('You asked for changes').waitFor();
  await page.goto('/inbox');
  await page.getByRole('link', { name: /asks for changes to Inspection/ }).waitFor();
  await page.getByText('The second reading is missing').first().waitFor();
  const { items } = await api.get(`/items/${tasks[0].id}/approvals`);
  assert.deepEqual([items[0].state, items[0].answers.length], ['changes', 1]);
});

test('a link of a mail leads through signing in to the question, and answers nothing by itself', async (t) => {
  const { open, api, tasks, ask } = await two(t);
  const approval = await ask(tasks[0], { body: 'Can the certificate go out?' });
  const phone = await open({ viewport: { width: 390, height: 844 } });
  await phone.goto(`/approve/${approval.id}`);
  await phone.getByRole('textbox', { name: /E-mail/ }).fill(ana.email);
  await phone.getByRole('textbox', { name: /Password/ }).fill(ana.password);
  await phone.keyboard.press('Enter');
  const main = phone.getByRole('main');
  await main.getByRole('heading', { name: 'Inspection, Harbour Street 12' }).waitFor();
  await main.getByText('Can the certificate go out?').first().waitFor();
  await settled(phone);
  assert.deepEqual(await brokenRules(phone), []);
  assert.equal((await api.get(`/approvals/${approval.id}`)).state, 'waiting');
  await main.getByRole('button', { name: 'Approve' }).click();
  await until(
    'approved',
    () => api.get(`/approvals/${approval.id}`),
    (one) => one.state === 'approved',
  );
  await main.getByText('Approved', { exact: true }).first().waitFor();
  assert.equal(await main.getByRole('button', { name: 'Approve' }).count(), 0);
});

test('a page that is written in after it was approved says that it was', async (t) => {
  const { page, api, her, space, ask } = await two(t);
  const made = await api.post(`/spaces/${space.id}/pages`, { title: 'Sheet', body: 'Four points' });
  const approval = await ask(made);
  await her.put(`/approvals/${approval.id}/answer`, { verdict: 'approved' });
  await page.goto(`/p/${made.id}`);
  const bar = page.getByRole('region', { name: 'Approval' });
  await bar.getByText('Version 1').first().waitFor();
  await page.keyboard.press('e');
  await page.locator('.ProseMirror').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' and a fifth');
  await until(
    'written',
    () => api.get(`/approvals/${approval.id}`),
    (one) => one.newer,
  );
  await page.goto(`/p/${made.id}`);
  await bar.getByText('It was changed since. This stands for version 1.').waitFor();
});

test('one’s own is shown to whom one asks, and stays shown when it is loaded anew', async (t) => {
  const { api, hers, ask } = await two(t);
  const me = await api.get('/me');
  const task = await api.post(`/spaces/${me.personal_space_id}/tasks`, { title: 'My holidays in August' });
  await ask(task, { body: 'Two weeks?' });
  await hers.goto('/inbox');
  await hers.getByRole('link', { name: /asks you to approve My holidays/ }).click();
  await hers.getByRole('region', { name: 'Approval' }).getByText('Waiting for your approval').waitFor();
  await hers.goto(`/t/${task.id}`);
  await hers.getByRole('heading', { level: 1, name: 'My holidays in August' }).waitFor();
  await settled(hers);
  assert.deepEqual(await brokenRules(hers), []);
  await hers.keyboard.press('y');
  await hers.getByRole('region', { name: 'Approval' }).getByText('Approved', { exact: true }).waitFor();
});
