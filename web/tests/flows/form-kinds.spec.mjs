// Every kind of question is added in the page with help and as one that must be answered, is answered on a phone, a file
// among the answers, and read in the request.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn, until } from '../support/people.mjs';

const file = { name: 'leak.txt', mimeType: 'text/plain', buffer: Buffer.from('It drips.') };

/** Each kind: the words of the builder, and how it is answered. */
const kinds = [
  ['Text', (page) => page.getByLabel('Q Text').fill('By the door')],
  ['Long text', (page) => page.getByLabel('Q Long text').fill('It drips all day.')],
  ['Number', (page) => page.getByLabel('Q Number').fill('21.5')],
  ['Amount of money', (page) => page.getByLabel('Q Amount of money').fill('180.50')],
  ['Day', (page) => page.getByLabel('Q Day').fill('2027-03-01')],
  ['One of several', (page) => page.getByRole('radio', { name: 'One: second' }).check()],
  ['Some of several', (page) => page.getByRole('checkbox', { name: 'Some: first' }).check()],
  ['Person', (page) => page.getByLabel('Q Person').selectOption({ label: ana.name })],
  [
    'File or photo',
    async (page) => {
      await page.locator('.q input[type="file"]').setInputFiles(file);
      await page.getByRole('button', { name: 'Leave out leak.txt' }).waitFor();
    },
  ],
  ['Checkbox', (page) => page.getByLabel('Q Checkbox').check()],
];

test('a form with every kind of question is built, answered on a phone and read', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const questions = [{ id: 1, kind: 'text', label: 'In short', becomes: 'title' }];
  const form = await api.post(`/spaces/${space.id}/forms`, { name: 'Ask for a visit', questions });
  await page.goto(`/s/SVC/forms/${form.id}`);
  await settled(page);
  for (const [kind] of kinds) {
    await page.getByLabel('Another question').selectOption({ label: kind });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('Question', { exact: true }).fill(`Q ${kind}`);
    await page.getByLabel('Help below the question').fill(`Help for ${kind}`);
    await page.getByLabel('Must be answered').check();
    const said = { 'One of several': 'One', 'Some of several': 'Some' }[kind];
    if (!said) continue;
    await page.getByLabel('Choice 1', { exact: true }).fill(`${said}: first`);
    await page.getByLabel('Choice 2', { exact: true }).fill(`${said}: second`);
  }
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Save' }).click();
  const kept = await until(
    'saved',
    () => api.get(`/forms/${form.id}`),
    (now) => now.questions.length === kinds.length + 1,
  );
  for (const question of kept.questions.slice(1)) {
    assert.equal(question.required, true, question.label);
    assert.equal(question.help, question.label.replace('Q ', 'Help for '));
  }

  const hers = await bringIn(api, open, ana, { viewport: phone });
  await hers.goto(`/forms/${form.id}`);
  await settled(hers);
  for (const [kind] of kinds) await hers.getByText(`Help for ${kind}`).first().waitFor();
  await hers.getByRole('button', { name: 'Send' }).click();
  await hers.getByText(/answers need another look\./).waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  await hers.getByLabel('In short').fill('The tap drips');
  for (const [, answer] of kinds) await answer(hers);
  await hers.getByRole('button', { name: 'Send' }).click();
  await hers.getByRole('heading', { name: /We have it/ }).waitFor();

  const { items } = await api.get(`/spaces/${space.id}/requests`);
  const request = await api.get(`/requests/${items[0].id}`);
  await page.goto(`/s/SVC/requests/${request.id}`);
  await page.getByRole('heading', { name: 'The tap drips' }).waitFor();
  await settled(page);
  const asked = page.getByRole('region', { name: 'Conversation' });
  const lines = request.answers.filter((line) => !line.in_words);
  assert.ok(lines.length >= 8, JSON.stringify(request.answers));
  for (const line of lines) {
    await asked.getByText(line.label, { exact: true }).first().waitFor();
    const value = line.person?.name ?? line.value;
    if (value) await asked.getByText(value, { exact: true }).first().waitFor();
  }
  for (const words of ['By the door', 'It drips all day.', 'One: second', 'Some: first', ana.name])
    await asked.getByText(words).first().waitFor();
  await asked.getByRole('link', { name: /leak\.txt/ }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
});
