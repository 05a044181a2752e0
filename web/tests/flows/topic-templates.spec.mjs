// A topic becomes a template, and the next one begins with its words. By keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

test('a topic is saved as a template, and the next one begins with its words', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const topic = await api.post(`/spaces/${space.id}/topics`, {
    title: 'Monday meeting',
    body: 'What is in the way?',
  });
  await page.goto(`/s/SVC/discussions/${topic.id}`);
  await settled(page);
  await page.getByRole('button', { name: /^More/ }).last().press('Enter');
  await page.getByRole('menuitem', { name: 'Save as a template' }).press('Enter');
  await page.getByLabel('Name of the template').fill('Meeting');
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Enter');
  await page.getByText('“Meeting” is a template of this space.').first().waitFor();

  await page.goto('/s/SVC/discussions/new');
  await settled(page);
  await page.getByLabel('Begin from').selectOption({ label: 'Meeting' });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('textarea')].some((one) => one.value === 'What is in the way?'),
  );
  assert.deepEqual(await brokenRules(page), []);
  await page.getByLabel('Title').fill('Tuesday meeting');
  await page.locator('textarea').first().press('Control+Enter');
  await page.getByRole('heading', { name: 'Tuesday meeting' }).waitFor();
  const { items } = await api.get(`/spaces/${space.id}/topics`);
  const made = items.find((one) => one.title === 'Tuesday meeting');
  assert.equal((await api.get(`/topics/${made.id}`)).body, 'What is in the way?');

  await page.goto('/s/SVC/discussions/new');
  await settled(page);
  await page.getByLabel('Begin from').selectOption({ label: 'Meeting' });
  await page.getByRole('button', { name: 'Delete this template' }).press('Enter');
  await page.getByText('“Meeting” is deleted.').first().waitFor();
  await page.getByLabel('Begin from').waitFor({ state: 'hidden' });
});
