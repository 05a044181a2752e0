// What was asked for becomes a run of a process: by whoever accepts it, and by itself where the form says so. By keys.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { until } from '../support/people.mjs';
import { make } from '../support/processes.mjs';

const steps = [
  { text: 'Call back' },
  { text: 'Offer agreed', approval: { approvers: [{ who: 'lead' }], order: 'at_once', needs: 'one' } },
];
const questions = [
  { id: 1, kind: 'text', label: 'In short', becomes: 'title' },
  { id: 2, kind: 'number', label: 'How many rooms?' },
];

async function withVisits(t) {
  const all = await guild(t);
  const space = await all.api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await all.api.post(`/spaces/${space.id}/fields`, { name: 'Rooms', kind: 'number', choices: [] });
  const process = await make(all.api, space, { name: 'Visit', steps });
  const form = await all.api.post(`/spaces/${space.id}/forms`, { name: 'Ask for a visit', questions });
  return { ...all, space, process, form };
}

/** Answers a form by its page, without the mouse. */
async function answer(page, form, title, rooms) {
  await page.goto(`/forms/${form.id}`);
  await settled(page);
  await page.getByLabel('In short').focus();
  await page.keyboard.type(title);
  await page.keyboard.press('Tab');
  await page.keyboard.type(rooms);
  await page.getByRole('button', { name: 'Send' }).press('Enter');
  await page.getByRole('heading', { name: /We have it/ }).waitFor();
}

test('a request is accepted into a process', async (t) => {
  const { page, api, space, process, form } = await withVisits(t);
  await answer(page, form, 'Radiators stay cold', '4');
  await page.goto(`/s/${space.prefix}/requests`);
  await page.getByRole('link', { name: /Radiators stay cold/ }).waitFor();
  await settled(page);
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'Radiators stay cold' }).waitFor();
  await page.keyboard.press('1');
  await page.getByRole('dialog', { name: 'Accept as a task' }).waitFor();
  const becomes = page.getByLabel('It becomes');
  await becomes.press('V');
  assert.equal(await becomes.inputValue(), process.id);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('dialog', { name: 'Accept as a run' }).getByLabel('Title').press('Enter');
  const runs = () => api.get(`/processes/${process.id}/runs`).then(({ items }) => items);
  const [run] = await until('the run', runs, (items) => items.length);
  const task = await api.get(`/tasks/${run.id}`);
  assert.equal(task.title, 'Visit: Radiators stay cold');
  assert.match(task.body, /How many rooms\?: 4/);
  await page.goto(`/t/${run.task_key}`);
  await settled(page);
  await page.getByRole('region', { name: 'Run 1 of Visit' }).waitFor();
  await page.getByRole('region', { name: 'Checklist' }).getByText('Offer agreed').waitFor();
});

test('a form starts a process, and its answers are the fields of the run', async (t) => {
  const { page, api, space, process, form } = await withVisits(t);
  await page.goto(`/s/${space.prefix}/forms/${form.id}`);
  await settled(page);
  await page.getByRole('button', { name: /^How many rooms/ }).press('Enter');
  await page.getByLabel('Fills in the field').press('R');
  const starts = page.getByLabel('Each answer starts');
  await starts.press('V');
  assert.equal(await starts.inputValue(), process.id);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await page
    .getByRole('region', { name: 'Messages' })
    .getByText(/Form saved\./)
    .waitFor();
  const kept = await api.get(`/forms/${form.id}`);
  assert.equal(kept.process_id, process.id);
  assert.ok(kept.questions[1].field_id);

  await answer(page, form, 'Boiler hums', '7');
  const { items: runs } = await api.get(`/processes/${process.id}/runs`);
  assert.equal(runs.length, 1, 'nobody had to sort it');
  await page.goto(`/t/${runs[0].task_key}`);
  await settled(page);
  await page.getByRole('heading', { name: 'Visit: Boiler hums' }).first().waitFor();
  await page.getByText('Rooms', { exact: true }).first().waitFor();
  const task = await api.get(`/tasks/${runs[0].id}`);
  assert.deepEqual(task.fields, { [kept.questions[1].field_id]: '7' });

  // The process goes; the form says so, keeps it as long as nobody chooses otherwise, and what is answered waits.
  await api.delete(`/processes/${process.id}`);
  await page.goto(`/s/${space.prefix}/forms/${form.id}`);
  await settled(page);
  const chosen = () => starts.evaluate((select) => select.selectedOptions[0]?.text ?? '');
  await until('it is told', chosen, (text) => text === 'a process that is not there any more');
  await answer(page, form, 'Tap drips', '1');
  await page.goto(`/s/${space.prefix}/requests`);
  await page.getByRole('link', { name: /Tap drips/ }).waitFor();
});

test('what somebody asks for is on the shelf of others at once', async (t) => {
  const { page, api, space, form } = await withVisits(t);
  await page.goto(`/s/${space.prefix}/requests`);
  await page.getByRole('heading', { name: 'Nothing waits to be decided' }).waitFor();
  const ask = async (title) => {
    const { start } = await api.post(`/forms/${form.id}/start`);
    return api.post(`/forms/${form.id}/answers`, { start, answers: { 1: title } });
  };
  const { id } = await ask('Radiators stay cold');
  await page.getByRole('link', { name: /Radiators stay cold/ }).click();
  await page.getByRole('button', { name: 'New requests 1' }).waitFor();
  // What is said elsewhere stands in the one that is open, and one that is decided elsewhere leaves the shelf.
  await api.post(`/requests/${id}/messages`, { lane: 'team', body: 'Expansion vessel.' });
  await page.locator('.said').getByText('Expansion vessel.').waitFor();
  const shelf = page.getByRole('link', { name: /Radiators stay cold/ });
  await api.put(`/requests/${id}/acceptance`, {});
  await shelf.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'New requests', exact: true }).waitFor();
});
