// What runs ask for and tell: evidence where one ticks a step, other people's pages, a skipped time that comes after all,
// the quick entry, and who is named behind a rule.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled, type } from '../support/look.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';
import { make, only, picture, steps } from '../support/processes.mjs';

/** A run of which each step asks for something. */
async function asking(api, space) {
  const made = await make(api, space, {
    steps: [
      ...steps,
      { text: 'Handed over', evidence: 'signature' },
      { text: 'Lights work?', evidence: 'yes_no' },
      { text: 'Delivery note', evidence: 'file' },
    ],
  });
  return { made, run: await api.post(`/processes/${made.id}/runs`) };
}

for (const [where, viewport] of [
  ['by keys', undefined],
  ['on a phone', phone],
]) {
  test(`a step asks for what it needs where one ticks it, ${where}`, async (t) => {
    const { page, api } = await guild(t, viewport && { viewport });
    const { space } = await spaceWith(api, []);
    const { made, run } = await asking(api, space);
    await page.goto(`/t/${run.task_key}`);
    await settled(page);
    const tick = async (text) => {
      const box = page.getByRole('checkbox', { name: `Done: ${text}` });
      if (viewport) return box.click();
      await box.focus();
      return page.keyboard.press('Space');
    };
    const ask = (text) => page.getByRole('dialog', { name: `What “${text}” asks for` });
    /** Where the box puts the focus by itself. */
    const type = async (text, words) => {
      const field = ask(text).getByRole('textbox');
      const focused = () => field.evaluate((one) => one === document.activeElement);
      await until('the field has the focus', focused, Boolean);
      await page.keyboard.type(words);
      await page.keyboard.press('Enter');
    };

    await tick('Tyre tread');
    assert.deepEqual(await brokenRules(page), []);
    await type('Tyre tread', '2,5');
    await ask('Tyre tread').getByText('It has to be at least 3 mm.').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await ask('Tyre tread').isVisible(), false);
    await tick('Tyre tread');
    await type('Tyre tread', '5,2');
    await page.getByText('5.2 mm').first().waitFor();

    await tick('Handed over');
    await type('Handed over', 'Olga Owner');
    await page.getByText('Signed: Olga Owner').first().waitFor();

    await tick('Lights work?');
    await ask('Lights work?').getByRole('button', { name: 'Yes' }).press('Enter');
    await page.getByRole('checkbox', { name: 'Not done: Lights work?' }).waitFor();

    for (const [text, button] of [
      ['Walk round the van', 'Take a photo'],
      ['Delivery note', 'Choose a file'],
    ]) {
      await tick(text);
      const chooser = page.waitForEvent('filechooser');
      await ask(text).getByRole('button', { name: button }).press('Enter');
      await (await chooser).setFiles(picture);
      // A long row of ticked steps is folded, so the page may not show it any more.
      await until(
        text,
        () => api.get(`/tasks/${run.id}`),
        (one) => one.steps.find((step) => step.text === text).done,
      );
    }
    await page.getByRole('link', { name: 'van.png' }).first().waitFor();
    assert.deepEqual(await brokenRules(page), []);
    const task = await until(
      'kept',
      () => api.get(`/tasks/${run.id}`),
      (one) => one.steps_done === 5,
    );
    const proof = task.steps.map((step) => step.proof);
    assert.deepEqual(
      [proof[0].file_name, proof[1].number, proof[2].signature, proof[3].answer, proof[4].file_name],
      ['van.png', 5.2, 'Olga Owner', true, 'van.png'],
    );
    assert.ok(made.id);
  });
}

test('what others do to processes is seen at once, also on the task of a run', async (t) => {
  const { page, api, open } = await guild(t);
  const { space } = await spaceWith(api, []);
  const hers = await bringIn(api, open, ana);
  await hers.goto(`/s/${space.prefix}/processes`);
  await settled(hers);
  await hers.getByText('No processes yet').waitFor();
  const made = await make(api, space, { steps: [] });
  const row = hers.getByRole('listitem').filter({ hasText: 'Van check' });
  await row.waitFor();
  const run = await api.post(`/processes/${made.id}/runs`);
  await row.getByRole('img', { name: /open/ }).waitFor();
  await hers.goto(`/t/${run.task_key}`);
  const strip = hers.getByRole('region', { name: 'Run 1 of Van check' });
  await strip.getByText('open', { exact: true }).waitFor();
  const { statuses } = await api.get(`/spaces/${space.id}`);
  await api.patch(`/tasks/${run.id}`, {
    status_id: statuses.find((status) => status.category === 'done').id,
  });
  await strip.getByText('on time', { exact: true }).waitFor();
  await api.patch(`/processes/${made.id}`, { name: 'Vans' });
  await hers.getByRole('region', { name: 'Run 1 of Vans' }).waitFor();
  await page.goto(`/s/${space.prefix}/processes/${made.id}`);
  await page.getByRole('heading', { name: 'Where it waits' }).waitFor();
});

test('a time that was skipped comes after all, and the tab is switched off like others', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  const made = await make(api, space);
  await page.goto(`/s/${space.prefix}/processes/${made.id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Skip next' }).click();
  await page.getByLabel('Why?').fill('Closed');
  await page.keyboard.press('Enter');
  const now = () => api.get(`/processes/${made.id}`);
  await until('skipped', now, (one) => one.next_at !== made.next_at);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await until('back', now, (one) => one.next_at === made.next_at && one.strip.length === 0);

  await page.goto(`/s/${space.prefix}/settings`);
  await settled(page);
  const tab = page
    .getByRole('navigation', { name: 'Parts of this space' })
    .getByRole('link', { name: 'Processes' });
  await tab.waitFor();
  await page.getByRole('switch', { name: 'Processes' }).click();
  await until(
    'off',
    () => api.get(`/spaces/${space.id}`),
    (one) => !one.tools.includes('processes'),
  );
  await tab.waitFor({ state: 'detached' });
});

test('a line of the quick entry that says when it comes again makes a process and shows its first run', async (t) => {
  const { page, api } = await guild(t);
  const { space } = await spaceWith(api, []);
  await page.goto(`/s/${space.prefix}/tasks`);
  await settled(page);
  await page.keyboard.press('c');
  await type(page, 'Water plants every monday 8:30');
  const dates = page.getByRole('list', { name: 'Next dates' });
  await dates.waitFor();
  assert.equal(await dates.getByRole('listitem').count(), 3);
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Enter');
  await page.getByText('Water plants').first().waitFor();
  const made = await until(
    'made',
    () => only(api, space),
    (one) => one !== undefined,
  );
  assert.deepEqual(
    [made.name, made.rule.words, made.strip.length],
    ['Water plants', 'every Monday at 8:30', 1],
  );
  await until(
    'found',
    () => api.get('/search?q=plants'),
    ({ total }) => total > 0,
  );
  await page.goto(`/search?q=plants`);
  await settled(page);
  await page
    .getByRole('link', { name: /Water plants/ })
    .first()
    .waitFor();
});

test('who gets it is written behind the rule', async (t) => {
  const { page, api, open } = await guild(t);
  const { space } = await spaceWith(api, []);
  await bringIn(api, open, ana);
  await page.goto(`/s/${space.prefix}/processes/new`);
  await settled(page);
  await page.getByLabel('Name').fill('On-call handover');
  await page.getByLabel('When does it come?').fill('every monday 8:00 @nobody');
  await page.getByText(/Nobody here is called @nobody/).waitFor();
  await page.getByLabel('When does it come?').fill('every monday 8:00 @rotate');
  await page
    .getByText(/take turns/)
    .first()
    .waitFor();
  await page.getByText('Every Monday at 8:00.').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'On-call handover' }).waitFor();
  const made = await only(api, space);
  assert.equal(made.assign.who, 'rotating');
  assert.equal(made.assign.person_ids.length, 2);
  assert.equal(made.rule.words, 'every Monday at 8:00');
});
