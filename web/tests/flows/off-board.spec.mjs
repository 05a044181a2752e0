// Somebody leaves by at most four clicks and nothing is left without somebody; it is taken back; and who has left is erased.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn, lucia, spaceWith, until } from '../support/people.mjs';

/** Waits for what the page says of something that was done. */
const said = (page, words) => page.getByRole('region', { name: 'Messages' }).getByText(words).waitFor();

test('somebody leaves by three clicks, comes back by an undo, leaves at a time, and is erased', async (t) => {
  const { page, api, open, server } = await guild(t);
  const hers = await bringIn(api, open, ana);
  const other = await bringIn(api, open, lucia);
  const [her, next] = [await caller(hers).get('/me'), await caller(other).get('/me')];
  const { space, tasks } = await spaceWith(api, ['Bleed the radiators', 'Order the boiler']);
  await api.put(`/spaces/${space.id}/members/${her.id}`, { role: 'member' });
  for (const task of tasks) await api.patch(`/tasks/${task.id}`, { assignee_id: her.id });
  const mine = await caller(hers).post('/spaces', { name: 'Wages', access: 'private' });
  await caller(hers).post(`/spaces/${mine.id}/tasks`, { title: 'Pay slips', assignee_id: her.id });
  await api.patch(`/people/${her.id}`, { reports_to: next.id });

  let clicks = 0;
  const click = async (thing) => {
    clicks += 1;
    await thing.click();
  };
  await page.goto('/admin/people');
  await click(page.getByRole('button', { name: `More about ${ana.name}` }));
  await click(page.getByRole('menuitem', { name: 'They leave' }));
  await page.getByText('3 open tasks').waitFor();
  await page.getByText('Leads 1 space alone').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  const end = page.getByRole('button', { name: 'End access of Ana' });
  await click(end);
  await said(page, /has left/);
  assert.ok(clicks <= 4, `${clicks} clicks`);
  const assignee = async (id) => (await api.get(`/tasks/${id}`)).assignee_id;
  await until(
    'the tasks are Lucía’s',
    () => assignee(tasks[0].id),
    (who) => who === next.id,
  );
  const left = async () => (await api.get(`/people/${her.id}/departure`)).holdings;
  await until('nothing is left', left, (held) => held.length === 0);

  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();
  await said(page, /Undone/);

  await until(
    'she is back',
    () => assignee(tasks[0].id),
    (who) => who === her.id,
  );

  // At a time, with somebody else for one kind; and called off.
  await page.goto(`/admin/people?leaving=${her.id}`);
  await page.getByRole('combobox', { name: 'Who takes over: 3 open tasks' }).selectOption('Nobody');
  await page.getByRole('button', { name: 'At a time' }).click();
  await page.getByLabel('Day').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
  await page.getByRole('button', { name: 'Set the time' }).click();
  await said(page, /leaves/);
  await page
    .getByRole('row', { name: new RegExp(ana.name) })
    .getByText(/leaves/)
    .waitFor();
  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto(`/admin/people?leaving=${her.id}`);
  await small.getByRole('button', { name: 'They stay' }).waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
  await small.getByRole('button', { name: 'They stay' }).click();
  await said(small, /stays/);

  await api.put(`/people/${her.id}/departure`, {});
  await page.goto('/admin/people');
  await page.getByRole('button', { name: `More about ${ana.name}` }).click();
  await page.getByRole('menuitem', { name: 'Erase for ever' }).click();
  const erase = page.getByRole('dialog').getByRole('button', { name: 'Erase for ever' });
  assert.ok(await erase.isDisabled());
  await page.getByLabel('To go on, type the name').fill(ana.name);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await erase.click();
  await page.getByRole('link', { name: 'Former member' }).waitFor();
  assert.equal(await page.getByText(ana.name).count(), 0);
});
