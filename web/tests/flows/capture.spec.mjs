// Two keys beside the text, from anywhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { settled, type } from '../support/look.mjs';
import { until } from '../support/people.mjs';

test('C, a line, Enter: the words say where the task goes and what it is', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Billing', prefix: 'BIL' });
  await page.goto('/people');
  await settled(page);

  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New task' });
  await type(page, 'Send invoice 2031 !high #Billing fri ');
  const words = dialog.getByRole('button', { name: /Keep it as text/ });
  await words.nth(2).waitFor();
  assert.equal(await words.count(), 3);
  await dialog.getByText('Billing', { exact: true }).first().waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page
    .getByRole('region', { name: 'Messages' })
    .getByText('“Send invoice 2031” is in Billing')
    .waitFor();

  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  assert.equal(items.length, 1);
  assert.equal(items[0].title, 'Send invoice 2031');
  assert.equal(items[0].priority, 'high');
  assert.ok(items[0].due, 'it has a due date');
  assert.match(page.url(), /\/people$/, 'the page stays where it was');
});

test('a day with a time is said in words, not as a program writes it', async (t) => {
  const { page } = await guild(t);
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New task' });
  await dialog.getByRole('textbox', { name: 'New task' }).waitFor();
  await dialog.getByText('Understands: fri 14:00').waitFor();
  await page.keyboard.type('Ring the bakery 4 dec 14:00 ~90m ');
  await dialog.getByRole('button', { name: /^\w+ 4 December(?: \d+)?, 14:00\. Keep it as text/ }).waitFor();
  await dialog.getByRole('button', { name: /^1 h 30\. Keep it as text/ }).waitFor();
});

test('who types on while the dialog is being fetched loses nothing', async (t) => {
  const { page } = await guild(t);
  let typed;
  const all = new Promise((done) => (typed = done));
  await page.route('**/CaptureDialog*.js', async (route) => {
    await all;
    await route.continue();
  });
  await page.goto('/people');
  await settled(page);
  await page.keyboard.press('c');
  await page.keyboard.type('Read the ');
  typed();
  const line = page.getByRole('dialog', { name: 'New task' }).getByRole('textbox', { name: 'New task' });
  await line.waitFor();
  await page.keyboard.type('meter');
  assert.equal(await line.inputValue(), 'Read the meter');
});

test('a coloured word can be kept as text, and the task undone', async (t) => {
  const { page, api } = await guild(t);
  const { me } = await api.get('/session');
  const tasks = async () => (await api.get(`/spaces/${me.personal_space_id}/tasks`)).items;
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('Escape');
  await page.locator('h1').click();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New task' });
  // A typed “ is no key of this keyboard: it goes straight into the field that has the focus.
  await dialog.getByRole('textbox', { name: 'New task' }).focus();
  await page.keyboard.type('Read “Tomorrow” again tomorrow ');
  await dialog
    .getByRole('button', { name: /Keep it as text/ })
    .first()
    .click();
  await dialog.getByRole('textbox', { name: 'New task' }).focus();
  await dialog
    .getByRole('button', { name: /Keep it as text/ })
    .first()
    .waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const [task] = await until('there', tasks, (all) => all.length === 1);
  assert.equal(task.title, 'Read “Tomorrow” again tomorrow');
  assert.equal(task.due, null);

  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await until('taken back', tasks, (all) => all.length === 0);
});
