// Two people write the same rule, the same form, and the same process: who is not finished hears of it at once, and loses nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn, until } from '../support/people.mjs';
import { make } from '../support/processes.mjs';

const messages = (page) => page.getByRole('region', { name: 'Messages' });

/** Two leads of a space, each with a browser. */
async function both(t) {
  const { page, api, open } = await guild(t);
  const hers = await bringIn(api, open, ana);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC', access: 'open' });
  const { id } = await caller(hers).get('/me');
  await api.put(`/spaces/${space.id}/members/${id}`, { role: 'lead' });
  return { page, hers, api, space };
}

test('a rule that somebody else changes says so while one writes it', async (t) => {
  const { page, hers, api, space } = await both(t);
  const rule = await api.post(`/spaces/${space.id}/rules`, {
    name: 'Urgent',
    when: { what: 'created' },
    actions: [{ does: 'set', fact: 'priority', value: 'high' }],
  });
  const name = (one) => one.getByLabel('Name of the rule');
  const reads = (one, words) =>
    until(
      words,
      () => name(one).inputValue(),
      (value) => value === words,
    );
  const save = (one) => one.getByRole('button', { name: 'Save', exact: true });
  for (const one of [page, hers]) {
    await one.goto(`/s/${space.prefix}/rules/${rule.id}`);
    await settled(one);
  }
  await name(page).fill('Mine');
  await name(hers).fill('Hers');
  await save(hers).click();
  await page.getByText('Ana Duarte changed this meanwhile. What you wrote is still here.').waitFor();
  assert.equal(await name(page).inputValue(), 'Mine');
  assert.equal(await save(page).isDisabled(), true);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Take theirs' }).click();
  await reads(page, 'Hers');
  await messages(page).getByRole('button', { name: 'Use mine after all' }).click();
  await reads(page, 'Mine');
  await save(page).click();
  await messages(page)
    .getByText(/Rule saved\./)
    .waitFor();
  // She has nothing unsaved, so hers simply follows.
  await reads(hers, 'Mine');

  // One’s own may be kept as well, and is put over theirs by saving.
  await name(page).fill('Mine again');
  await name(hers).fill('Hers again');
  await save(hers).click();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await save(page).click();
  await reads(hers, 'Mine again');

  await name(hers).fill('Not finished');
  await page.getByRole('button', { name: 'Put into the trash' }).press('Enter');
  await hers.getByText('This rule was put into the trash meanwhile.').waitFor();
  assert.equal(await name(hers).inputValue(), 'Not finished');
});

test('a form that somebody else changes says so, and what was written is in reach where one leaves', async (t) => {
  const { page, hers, api, space } = await both(t);
  const questions = [{ id: 1, kind: 'text', label: 'What is it?', required: true, becomes: 'title' }];
  const form = await api.post(`/spaces/${space.id}/forms`, { name: 'Ask us', questions });
  const theirs = (change) => caller(hers).patch(`/forms/${form.id}`, change);
  const now = () => api.get(`/forms/${form.id}`);
  const name = page.getByLabel('Name of the form');
  await page.goto(`/s/${space.prefix}/forms/${form.id}`);
  await settled(page);
  // Without anything unsaved it follows.
  await theirs({ intro: 'We answer within a day.' });
  await until(
    'followed',
    () => page.getByLabel('Text above the questions').inputValue(),
    (value) => value === 'We answer within a day.',
  );
  await name.fill('Mine');
  await theirs({ name: 'Hers' });
  await page.getByText('Ana Duarte changed this meanwhile.').waitFor();
  assert.equal(await name.inputValue(), 'Mine');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await until('mine', now, (one) => one.name === 'Mine');

  await name.fill('Kept');
  await caller(hers).delete(`/forms/${form.id}`);
  await page.getByText('This form lies in the trash.').waitFor();
  assert.equal(await name.inputValue(), 'Kept');
  await page.getByRole('button', { name: 'Bring back', exact: true }).click();
  await page.getByText('This form lies in the trash.').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await until('kept', now, (one) => one.name === 'Kept');

  await name.fill('Mine again');
  await theirs({ name: 'Hers again' });
  await page.getByText('Ana Duarte changed this meanwhile.').waitFor();
  await page.getByRole('link', { name: 'Forms', exact: true }).click();
  await messages(page).getByText('Somebody changed “Mine again” meanwhile').waitFor();
  assert.equal((await now()).name, 'Hers again');
  await messages(page).getByRole('button', { name: 'Save mine all the same' }).click();
  await until('mine', now, (one) => one.name === 'Mine again');
});

test('a process that somebody else changes follows, and says so where both wrote the same', async (t) => {
  const { page, hers, api, space } = await both(t);
  const made = await make(api, space);
  const theirs = (change) => caller(hers).patch(`/processes/${made.id}`, change);
  const now = () => api.get(`/processes/${made.id}`);
  const edit = `/s/${space.prefix}/processes/${made.id}/edit`;
  const name = page.getByLabel('Name');
  const reads = (words) =>
    until(
      words,
      () => name.inputValue(),
      (value) => value === words,
    );
  const save = () => page.getByRole('button', { name: /^Save version/ });
  await page.goto(edit);
  await settled(page);
  // What only she changed comes in, also while something else is being written.
  await name.fill('Mine');
  await theirs({ steps: [{ text: 'Lights' }] });
  await until(
    'her steps',
    () => page.getByRole('textbox', { name: /^Step 1$/ }).inputValue(),
    (value) => value === 'Lights',
  );
  assert.equal(await name.inputValue(), 'Mine');

  await theirs({ name: 'Hers' });
  await page.getByText('Ana Duarte changed this meanwhile. What you wrote is still here.').waitFor();
  assert.equal(await name.inputValue(), 'Mine');
  assert.equal(await save().isDisabled(), true);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Take theirs' }).click();
  await reads('Hers');
  await messages(page).getByRole('button', { name: 'Use mine after all' }).click();
  await reads('Mine');
  await save().click();
  await until('mine', now, (one) => one.name === 'Mine' && one.steps[0].text === 'Lights');

  await page.goto(edit);
  await settled(page);
  await name.fill('Kept');
  await caller(hers).delete(`/processes/${made.id}`);
  await page.getByText('This process was put into the trash meanwhile.').waitFor();
  assert.equal(await name.inputValue(), 'Kept');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await page.getByText('This process was put into the trash meanwhile.').waitFor({ state: 'detached' });
  await save().click();
  await until('kept', now, (one) => one.name === 'Kept');
});
