// A step of a run that is approved: written in the editor, asked by itself, answered by another, put back and asked anew.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, paste, settled, type } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';
import { make, only } from '../support/processes.mjs';

async function withAna(t) {
  const all = await guild(t);
  const { space } = await spaceWith(all.api, []);
  const hers = await bringIn(all.api, all.open, ana);
  const { people } = await all.api.get('/session');
  const { id } = people.find((person) => person.name === ana.name);
  return { ...all, space, hers, id };
}

const approvedBy = (id) => ({
  approvers: [{ who: 'person', person_id: id }],
  order: 'at_once',
  needs: 'all',
});

test('a step is made one that is approved, by the end of its line or in the editor', async (t) => {
  const { page, api, space } = await withAna(t);
  await page.goto(`/s/${space.prefix}/processes/new`);
  await settled(page);
  await page.getByLabel('Name').fill('Certificate');
  await page.getByRole('button', { name: 'Add a step' }).click();
  await type(page, 'Fill in the form');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Signed off (approval) @Ana +2 days');
  await page.keyboard.press('Enter');
  await page.getByText('Approved by Ana Duarte').waitFor();
  await page.keyboard.type('Checked');
  await page.getByRole('button', { name: 'More for step 3' }).click();
  await page.getByRole('combobox', { name: 'To be shown' }).selectOption('approval');
  await page.getByRole('list', { name: 'Who approves it' }).getByText('The leads of the space').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Make process' }).click();
  await page.getByRole('heading', { name: 'Certificate' }).first().waitFor();
  const { steps } = await only(api, space);
  assert.deepEqual(
    steps.map((step) => step.approval?.approvers[0].who ?? null),
    [null, 'person', 'lead'],
  );
  assert.equal(steps[1].due_days, 2);
});

test('it is asked when the steps before it are done, comes back with a reason, and is asked anew', async (t) => {
  const { page, api, space, hers, id } = await withAna(t);
  const steps = [{ text: 'Fill in the form' }, { text: 'Signed off', approval: approvedBy(id) }];
  const made = await make(api, space, { steps });
  const run = await api.post(`/processes/${made.id}/runs`, {});
  await page.goto(`/t/${run.task_key}`);
  await settled(page);
  const list = page.getByRole('region', { name: 'Checklist' });
  await list.getByText('Approved by Ana Duarte').waitFor();
  assert.ok(await list.getByRole('checkbox', { name: 'Done: Signed off', exact: true }).isDisabled());
  await list.getByRole('checkbox', { name: 'Done: Fill in the form', exact: true }).click();
  await list.getByText('Waiting for Ana Duarte').waitFor();
  await page
    .getByRole('region', { name: 'Run 1 of Van check' })
    .getByText('waits for approval: Signed off')
    .waitFor();
  assert.deepEqual(await brokenRules(page), []);

  // A run is not done without it.
  const { statuses } = await api.get(`/spaces/${space.id}`);
  const done = { status_id: statuses.find((status) => status.category === 'done').id };
  await assert.rejects(api.patch(`/tasks/${run.id}`, done), /steps_open|not approved yet/);

  await hers.goto(`/t/${run.task_key}`);
  await settled(hers);
  const bar = hers.getByRole('region', { name: 'Approval' });
  await bar.getByRole('button', { name: 'Ask for changes' }).click();
  await type(hers, 'The date is missing');
  await hers.getByRole('dialog').getByRole('button', { name: 'Ask for changes' }).click();
  await list.getByText('The date is missing').waitFor();
  await list.getByRole('button', { name: 'Ready again' }).press('Enter');
  await list.getByText('Waiting for Ana Duarte').waitFor();
  await bar.getByRole('button', { name: 'Approve' }).click();
  await list.getByRole('checkbox', { name: 'Not done: Signed off' }).waitFor();
  const now = () => api.get(`/tasks/${run.id}`);
  await until('approved', now, (task) => task.steps[1].done);
  assert.deepEqual(await brokenRules(page), []);
  await api.patch(`/tasks/${run.id}`, done);
});

/** On by Tab, as in any form. */
async function tabTo(page, field) {
  for (let tabs = 0; tabs < 24; tabs += 1) {
    if (await field.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('it is not reached by Tab');
}

test('a round that comes again, with checklist and approval, takes three keys beside what is typed', async (t) => {
  const { page, api, space, hers } = await withAna(t);
  const pressed = [];
  const press = (on, key) => {
    pressed.push(key);
    return on.keyboard.press(key);
  };
  await page.goto(`/s/${space.prefix}/processes`);
  await settled(page);
  await press(page, 'n');
  await page.waitForURL('**/processes/new');
  await type(page, 'Alarm test');
  await tabTo(page, page.getByRole('button', { name: /Add a step/ }));
  await paste(page, 'Ring the bell\nRead the panel\nSigned off (approval) @Ana');
  await page.getByText('Approved by Ana Duarte').waitFor();
  await tabTo(page, page.getByLabel('When does it come?'));
  await page.keyboard.type('every monday 8:30 @rotate');
  await page.getByText('Every Monday at 8:30.').waitFor();
  await press(page, 'Control+Enter');
  await page.getByRole('heading', { name: 'Alarm test' }).first().waitFor();
  const made = await only(api, space);
  assert.deepEqual(
    [made.assign.who, made.steps.length, made.rule.words],
    ['rotating', 3, 'every Monday at 8:30'],
  );

  // Whoever does it ticks; whoever approves is asked in the inbox.
  const run = await api.post(`/processes/${made.id}/runs`, {});
  await page.goto(`/t/${run.task_key}`);
  await settled(page);
  for (const step of ['Ring the bell', 'Read the panel'])
    await page.getByRole('checkbox', { name: `Done: ${step}` }).click();
  await hers.goto('/inbox');
  await hers
    .getByText(/Alarm test/)
    .first()
    .waitFor();
  await settled(hers);
  await hers.keyboard.press('j');
  await press(hers, 'y');
  await until(
    'approved',
    () => api.get(`/tasks/${run.id}`),
    ({ steps }) => steps[2].done,
  );
  assert.deepEqual(pressed, ['n', 'Control+Enter', 'y']);
});
