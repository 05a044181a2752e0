// Work that comes again: the first process begun in the empty tab, its steps pasted, its runs started, skipped, looked
// at on their tasks; paused, thrown away and taken back; by keys, and in one hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, expectFocus, paste, settled } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';
import { make, only } from '../support/processes.mjs';

test('the empty tab begins the first process, and a pasted list becomes its steps, by keys alone', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);
  await page
    .getByRole('navigation', { name: 'Parts of this space' })
    .getByRole('link', { name: 'Processes' })
    .click();
  await page.getByLabel('What comes again here?').fill('Weekly van check');
  await page.keyboard.press('Tab');
  await page.keyboard.type('now and then');
  await page.getByText(/is not understood here/).waitFor();
  const go = page.getByRole('button', { name: 'Make it and add steps' });
  assert.equal(await go.isDisabled(), true, 'what is not understood is not made');
  await page.getByLabel('When does it come?').fill('every monday 8:30');
  await page.getByText('Every Monday at 8:30.').waitFor();
  assert.equal(await page.getByRole('list', { name: 'Next dates' }).getByRole('listitem').count(), 3);
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Enter');

  await page.waitForURL('**/processes/*/edit');
  await page.getByRole('button', { name: /Add a step/ }).focus();
  await page.keyboard.press('Enter');
  await expectFocus(page, /^Step 1$/);
  await paste(
    page,
    '- Walk round the van (photo)\n- Tyre tread (number, mm, 3 to 8)\n\n- Keys back @lead +1 day',
  );
  await expectFocus(page, /^Step 3$/);
  await page.keyboard.press('Alt+ArrowUp');
  await expectFocus(page, /^Step 2$/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Oil');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Backspace');
  await expectFocus(page, /^Step 3$/);
  await page.getByLabel('A run takes', { exact: true }).fill('1h15');
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Control+Enter');

  await page.waitForURL((url) => !url.pathname.endsWith('/edit'));
  const made = await only(api, space);
  assert.deepEqual(
    made.steps.map((step) => [step.text, step.evidence, step.doer, step.due_days]),
    [
      ['Walk round the van', 'photo', 'run', null],
      ['Keys back', 'none', 'lead', 1],
      ['Oil', 'none', 'run', null],
      ['Tyre tread', 'number', 'run', null],
    ],
  );
  assert.deepEqual([made.steps[3].least, made.steps[3].most, made.steps[3].unit], [3, 8, 'mm']);
  assert.equal(made.rule.words, 'every Monday at 8:30');
  assert.equal(made.estimate_minutes, 75);
  await page.getByRole('heading', { name: 'Weekly van check' }).waitFor();
  await page.getByText('A run takes about 1 h 15.').waitFor();
});

test('N makes one, J goes down, Enter opens, and closed days are chosen beside the words', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  await make(api, space, { name: 'Alarm test' });
  await make(api, space);
  await page.goto(`/s/${space.prefix}/processes`);
  await settled(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Van check' }).waitFor();
  await page.goBack();
  await settled(page);

  await page.keyboard.press('n');
  await page.waitForURL('**/processes/new');
  await page.getByLabel('Name').fill('Stock count');
  await page.getByLabel('When does it come?').fill('every friday');
  await page.getByText('Every Friday at 9:00.').waitFor();
  await page.getByLabel('On closed days').selectOption({ label: 'The day before' });
  await page.getByText('Every Friday at 9:00, on closed days the day before.').waitFor();
  await page.getByLabel('Done by').fill('17:00');
  await page.getByLabel('Who', { exact: true }).selectOption({ label: 'Whoever did the last one' });
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Stock count' }).waitFor();
  const { items } = await api.get(`/spaces/${space.id}/processes`);
  const made = items.find((one) => one.name === 'Stock count');
  assert.deepEqual([made.done_at, made.assign.who], ['17:00', 'last_doer']);
  assert.equal(made.rule.words, 'every Friday at 9:00, on closed days the day before');
});

test('a run is started, shown on its task with the ones around it, and skipped with a reason', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  const made = await make(api, space);
  await api.post(`/processes/${made.id}/runs`);
  await page.goto(`/s/${space.prefix}/processes/${made.id}`);
  await settled(page);
  await page.getByText('Nothing to count yet').waitFor();
  await page.getByRole('button', { name: 'Start now' }).click();
  const panel = page.getByRole('region', { name: /^Task.*Van check/ });
  await panel.waitFor();
  const run = panel.getByRole('region', { name: 'Run 2 of Van check' });
  await run.getByRole('img', { name: 'Last 2 runs: 2 open' }).waitFor();
  await run.getByRole('link', { name: 'run 1' }).click();
  await panel.getByRole('region', { name: 'Run 1 of Van check' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Skip run 1' }).click();
  const why = page.getByRole('dialog', { name: 'Skip run 1' });
  await why.getByLabel('Why?').fill('The van is away');
  await page.keyboard.press('Enter');
  await page.getByText(/The van is away/).waitFor();
  await page.getByRole('button', { name: 'Skip next' }).click();
  await page.getByLabel('Why?').fill('Closed');
  await page.keyboard.press('Enter');
  const { items } = await until(
    'skipped',
    () => api.get(`/processes/${made.id}/runs`),
    (answer) => answer.items.length === 3,
  );
  assert.deepEqual(items.map((one) => one.outcome).sort(), ['open', 'skipped', 'skipped']);
  await page.getByLabel('Which runs').selectOption({ label: 'skipped' });
  await page.getByText(/^Closed, skipped by/).waitFor();
});

test('a process is paused, goes on, goes into the trash and comes back', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  const made = await make(api, space);
  await page.goto(`/s/${space.prefix}/processes`);
  await settled(page);
  const choose = async (item) => {
    await page.getByRole('button', { name: 'More for Van check' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const row = page.getByRole('listitem').filter({ hasText: 'Van check' });
  await choose('Pause');
  await row.getByText('Paused').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await row.getByText('Paused').waitFor({ state: 'detached' });
  assert.equal((await only(api, space)).paused, false);
  await choose('Move to trash');
  await page.getByText('No processes yet').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await row.waitFor();
  assert.equal((await api.get(`/processes/${made.id}`)).trashed_at, null);
});

test('what was written stays when one leaves, and both are named when somebody else changed the same', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  const made = await make(api, space);
  const at = `/s/${space.prefix}/processes/${made.id}`;
  await page.goto(`${at}/edit`);
  await settled(page);
  await page.getByLabel('Name').fill('Van and tool check');
  await page.getByRole('link', { name: 'Service, Processes' }).click();
  await page.waitForURL('**/processes');
  await page.goto(`${at}/edit`);
  await page.getByText('This goes on with what you wrote before').waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), 'Van and tool check');
  await api.patch(`/processes/${made.id}`, { name: 'Vans' });
  await page.getByText(/changed this meanwhile/).waitFor();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('button', { name: 'Save version 3' }).click();
  await page.getByRole('heading', { name: 'Van and tool check' }).waitFor();

  await page.getByRole('button', { name: 'Versions' }).click();
  const panel = page.getByRole('region', { name: 'Versions of Van and tool check' });
  await panel.getByText('version 1').click();
  await panel.getByRole('button', { name: 'Bring back' }).last().click();
  await page.getByRole('heading', { name: 'Van check', exact: true }).waitFor();
});

test('a new procedure is for the open run as well where one says so, and goes with its undo', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  const made = await make(api, space);
  const run = await api.post(`/processes/${made.id}/runs`);
  await page.goto(`/s/${space.prefix}/processes/${made.id}/edit`);
  await settled(page);
  await page.getByRole('button', { name: /Add a step/ }).click();
  await page.keyboard.type('Lights');
  await page.getByText('Run 1 is open. It keeps what it began with').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Also change run 1' }).click();
  await page.getByText('Run 1 gets version 2 as well.').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Van check' }).waitFor();
  const steps = async () => (await api.get(`/tasks/${run.id}`)).steps.map((step) => step.text);
  const begun = ['Walk round the van', 'Tyre tread'];
  assert.deepEqual(await steps(), [...begun, 'Lights']);
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await until('as it was', steps, (texts) => texts.join() === begun.join());
});

test('R on a task makes a process of its words and steps', async (t) => {
  const { page, api } = await guild(t);
  const { space, tasks } = await spaceWith(api, ['Bleed the radiators']);
  await api.post(`/tasks/${tasks[0].id}/steps`, { text: 'Ground floor\nFirst floor' });
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.waitForURL('**/processes/new?from=*');
  await page.getByLabel('When does it come?').fill('every year on 1 october');
  await page.getByText('Every year on 1 October at 9:00.').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Bleed the radiators' }).waitFor();
  const made = await only(api, space);
  assert.deepEqual(
    made.steps.map((step) => step.text),
    ['Ground floor', 'First floor'],
  );
});

test('who may only run it sees no way to change it', async (t) => {
  const { api, open } = await guild(t);
  const { space } = await spaceWith(api, []);
  const made = await make(api, space);
  const hers = await bringIn(api, open, ana);
  await hers.goto(`/s/${space.prefix}/processes/${made.id}`);
  await settled(hers);
  await hers.getByRole('button', { name: 'Start now' }).waitFor();
  assert.equal(await hers.getByRole('link', { name: 'Edit', exact: true }).count(), 0);
  await hers.goto(`/s/${space.prefix}/processes/${made.id}/edit`);
  await hers.getByRole('heading', { name: 'You can’t change this process' }).waitFor();
});

test('on a phone nothing is wider than the screen, in the list, on the page and in the editor', async (t) => {
  const { page, api } = await guild(t, { viewport: phone });
  const { space } = await spaceWith(api, []);
  const made = await make(api, space);
  await api.post(`/processes/${made.id}/runs`);
  const at = `/s/${space.prefix}/processes`;
  for (const path of [at, `${at}/${made.id}`, `${at}/${made.id}/edit`]) {
    await page.goto(path);
    await settled(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= phone.width, `${path} is ${wide} wide`);
    assert.deepEqual(await brokenRules(page), []);
  }
});

test('a procedure names a page, which its process and every run lead to', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  const made = await make(api, space);
  const manual = await api.post(`/spaces/${space.id}/pages`, {
    title: 'Oven manual',
    folder_id: null,
    body: 'Let it cool.',
  });
  await page.goto(`/s/${space.prefix}/processes/${made.id}/edit`);
  await settled(page);
  await page.getByLabel(/^In words/).focus();
  await page.keyboard.type('First read #Oven ma');
  await page.getByRole('option', { name: /Oven manual/ }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Enter');
  await page.keyboard.type('twice.');
  assert.equal(await page.getByLabel(/^In words/).inputValue(), 'First read #Oven manual twice.');
  await page.keyboard.press('Control+Enter');
  const link = page.getByRole('link', { name: 'Oven manual' }).first();
  await link.waitFor();
  const { body } = await api.get(`/processes/${made.id}`);
  assert.equal(body, `First read [Oven manual](guildhall:item/${manual.id}) twice.`);

  // Every run says the same, under the name the page has by now.
  const run = await api.post(`/processes/${made.id}/runs`);
  await page.goto(`/t/${run.task_key}`);
  await link.waitFor();
  await link.click();
  await page.waitForURL(`**/p/${manual.id}`);
  await page.getByText('Let it cool.').waitFor();
});
