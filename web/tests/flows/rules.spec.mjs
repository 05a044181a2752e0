// A rule is written as a sentence, acts, is switched off, and is taken out of the trash again by an undo.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { until } from '../support/people.mjs';

/** Waits for what the page says of something that was done. */
const said = (page, words) => page.getByRole('region', { name: 'Messages' }).getByText(words).waitFor();

test('a rule is written, acts in its name, and is switched off', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await page.goto(`/s/${space.prefix}/rules`);
  await page.getByRole('heading', { name: 'No rules yet' }).waitFor();
  await page.getByRole('link', { name: 'Make the first rule' }).click();
  await page.getByLabel('Name of the rule').fill('No heat comes first');
  await page.getByRole('button', { name: 'and', exact: true }).click();
  await page.getByLabel('Words, with commas between').fill('no heat, cold');
  await page.getByLabel('But not').fill('cold water');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, /Rule made\./);
  await page.getByText('When a task is made, and its title or text says no heat, cold').waitFor();

  const task = await api.post(`/spaces/${space.id}/tasks`, { title: 'Radiators upstairs stay cold' });
  const priority = async () => (await api.get(`/tasks/${task.id}`)).priority;
  await until('the rule to act', priority, (now) => now === 'high');
  await page.reload();
  await page.getByRole('link', { name: 'Radiators upstairs stay cold' }).waitFor();

  // What contradicts itself is refused where it stands.
  await page.getByLabel('But not').fill('no heat, cold');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').filter({ hasText: 'left out again' }).waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();

  await page.getByRole('switch', { name: 'No heat comes first is on' }).click();
  await said(page, /Rule switched off\./);
  await page.getByText(/off since/).waitFor();
  await page.getByRole('button', { name: 'Put into the trash' }).click();
  await said(page, /put into the trash/);
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('switch', { name: 'No heat comes first is on' }).waitFor();

  // On a phone the list and the rule are screens of their own.
  const small = await open({ viewport: phone });
  await small.goto(`/s/${space.prefix}/rules`);
  await small.getByRole('link', { name: /When a task is made/ }).click();
  await small.getByLabel('Name of the rule').waitFor();
  assert.equal(await small.getByRole('switch').isVisible(), false);
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
  await small.getByRole('link', { name: 'All rules' }).click();
  await small.getByRole('switch', { name: 'No heat comes first is on' }).waitFor();
});
