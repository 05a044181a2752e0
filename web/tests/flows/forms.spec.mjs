// A form is built, answered by a stranger on a phone, sorted by keys, answered, and the stranger reads the answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled, type } from '../support/look.mjs';

/** Waits for what the page says of something that was done. */
const said = (page, words) => page.getByRole('region', { name: 'Messages' }).getByText(words).waitFor();

/** A form as it is built: from the tasks of a space, by its page. Answers its link. */
async function build(page, space) {
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);
  await page.getByRole('button', { name: 'New requests' }).click();
  await page.getByRole('heading', { name: 'Nothing waits to be decided' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('link', { name: 'Forms of this space' }).click();
  await page.getByRole('heading', { name: 'No forms yet' }).waitFor();
  await page.getByRole('button', { name: 'New form' }).click();
  await page.getByLabel('Name of the form').fill('Ask for a visit');

  const add = async (kind, words) => {
    await page.getByLabel('Another question').selectOption({ label: kind });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('Question', { exact: true }).fill(words);
  };
  await add('One of several', 'Is it urgent?');
  await page.getByLabel('Choice 1', { exact: true }).fill('It can wait');
  await page.getByLabel('Choice 2', { exact: true }).fill('There is water on the floor');
  await add('Text', 'Where is the tap?');
  await page.getByLabel('Asked when').selectOption({ label: 'Is it urgent?' });
  await page.getByLabel('is', { exact: true }).selectOption({ label: 'There is water on the floor' });
  assert.deepEqual(await brokenRules(page), []);
  // By keys alone a question goes to another place, and a condition that would look ahead goes with it.
  const questions = page.getByRole('list', { name: 'Questions' });
  await page.getByRole('button', { name: 'Move Tell us more' }).press('ArrowUp');
  assert.match(await questions.getByRole('listitem').first().innerText(), /Tell us more/);
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, /Form saved\./);
  await page.getByRole('switch', { name: 'Anybody with the link' }).click();
  const field = page.getByLabel('Link of the form');
  await field.waitFor();
  return field.inputValue();
}

test('a form is built, answered by a stranger on a phone, sorted by keys, and answered', async (t) => {
  const { page, api, open } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const link = await build(page, space);

  const stranger = await open({ viewport: phone });
  const asked = [];
  stranger.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await stranger.goto(link);
  await stranger.getByRole('heading', { name: 'Ask for a visit' }).waitFor();
  await settled(stranger);
  assert.deepEqual(await brokenRules(stranger), []);
  // The page asks for its form and for nothing else of the organization.
  const calls = asked.filter((path) => path.startsWith('/api/'));
  assert.ok(
    calls.every((path) => /^\/api\/v1\/(public\/forms\/|server$|session$)/.test(path)),
    `asked for ${calls.join(', ')}`,
  );
  // What is missing is told beside its question, and the phone goes there.
  await stranger.getByRole('button', { name: 'Send' }).click();
  await stranger.getByText('2 answers need another look.').waitFor();
  assert.deepEqual(await brokenRules(stranger), []);
  await stranger.getByLabel('What is it about?').fill('Radiators upstairs stay cold');
  await stranger.getByLabel('Tell us more').fill('The gauge was at 0.4 this morning.');
  assert.equal(await stranger.getByLabel('Where is the tap?').count(), 0, 'it is not asked yet');
  await stranger.getByText('There is water on the floor').click();
  await stranger.getByLabel('Where is the tap?').fill('In the cellar');
  await stranger.getByLabel('Your name').fill('Rose Okafor');
  await stranger.getByLabel('Your e-mail').fill('rose@mail.example');
  await stranger.getByRole('button', { name: 'Send' }).click();
  await stranger.getByRole('heading', { name: 'Thank you, Rose. We have it.' }).waitFor();
  const followed = await stranger.getByLabel('Your link to follow and add to it').inputValue();
  assert.deepEqual(await brokenRules(stranger), []);

  // Sorted by keys alone.
  await page.goto(`/s/${space.prefix}/requests`);
  await page.getByRole('link', { name: /Radiators upstairs stay cold/ }).waitFor();
  await settled(page);
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'Radiators upstairs stay cold' }).waitFor();
  await page.getByText('In the cellar').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('r');
  await type(page, 'We can come on Tuesday.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.said').getByText('We can come on Tuesday.').waitFor();
  await page.getByRole('button', { name: 'Team only' }).click();
  await page.getByLabel('Write to the team').fill('Expansion vessel, I would bet.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.said').getByText('Expansion vessel, I would bet.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await page.getByRole('dialog', { name: 'Accept as a task' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByLabel('Title').press('Enter');
  await said(page, 'It is a task now.');
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  assert.equal(items[0].title, 'Radiators upstairs stay cold');

  // The stranger reads what is meant for them, and adds to it.
  await stranger.goto(followed);
  await stranger.reload();
  await stranger.getByText('We can come on Tuesday.').waitFor();
  await stranger.getByText('Accepted').waitFor();
  assert.equal(await stranger.getByText('Expansion vessel').count(), 0);
  await stranger.getByLabel('Add something').fill('Tuesday is fine.');
  await stranger.getByRole('button', { name: 'Send' }).click();
  await stranger.getByText('Tuesday is fine.').waitFor();
  assert.deepEqual(await brokenRules(stranger), []);

  // Taken back it waits again; then it is declined, put off, brought back.
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: /Radiators upstairs stay cold/ }).click();
  await page.locator('.said').getByText('Tuesday is fine.').waitFor();
  await page.keyboard.press('h');
  await said(page, 'Put off until tomorrow morning.');
  await page.getByRole('button', { name: 'Later', exact: true }).first().click();
  await page.getByRole('link', { name: /Radiators upstairs stay cold/ }).click();
  await page.getByRole('button', { name: 'Back to new' }).click();
  await said(page, 'Back among the new ones.');
  await page.goto(`/s/${space.prefix}/requests`);
  await page.getByRole('link', { name: /Radiators upstairs stay cold/ }).click();
  await page.getByText('In the cellar').waitFor();
  await page.keyboard.press('2');
  await page.getByRole('dialog', { name: 'Merge into' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('3');
  await page.getByLabel('Your answer').fill('We are full until spring.');
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
  await said(page, 'Declined, with your answer.');
  await stranger.reload();
  await stranger.getByText('We are full until spring.').waitFor();
});
