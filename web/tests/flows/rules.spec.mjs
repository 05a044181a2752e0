// A rule is written as a sentence, acts, is switched off, and is taken out of the trash again by an undo.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana, bringIn, until } from '../support/people.mjs';
import { make } from '../support/processes.mjs';

/** Waits for what the page says of something that was done. */
const said = (page, words) => page.getByRole('region', { name: 'Messages' }).getByText(words).waitFor();

test('a rule is written, acts in its name, and is switched off', async (t) => {
  const { page, api, open, server } = await guild(t);
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
  await page.getByRole('button', { name: 'Put into the trash' }).press('Enter');
  await said(page, /put into the trash/);
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('switch', { name: 'No heat comes first is on' }).waitFor();
  await page.goto(`/s/${space.prefix}/rules/01890000-0000-7000-8000-000000000000`);
  await page.getByRole('heading', { name: 'This rule isn’t here' }).waitFor();

  // On a phone the list and the rule are screens of their own.
  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto(`/s/${space.prefix}/rules`);
  await small.getByRole('link', { name: /When a task is made/ }).click();
  await small.getByLabel('Name of the rule').waitFor();
  assert.equal(await small.getByRole('switch').isVisible(), false);
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
  await small.getByRole('link', { name: 'All rules' }).click();
  await small.getByRole('switch', { name: 'No heat comes first is on' }).waitFor();
});

test('an admin writes a rule of the organization, which acts in every space', async (t) => {
  const { page, api, open, server } = await guild(t);
  const [service, shop] = [
    await api.post('/spaces', { name: 'Service', prefix: 'SVC' }),
    await api.post('/spaces', { name: 'Shop', prefix: 'SHOP' }),
  ];
  const before = await api.post(`/spaces/${shop.id}/tasks`, { title: 'Count the till' });
  await page.goto('/admin/rules');
  await page.getByRole('link', { name: 'Make the first rule' }).click();
  await page.getByLabel('Name of the rule').fill('Everything is urgent');
  await page.getByLabel('What of it').selectOption('category');
  await page.getByLabel('Value').selectOption('waiting');
  const facts = await page.getByLabel('What of it').locator('option').allTextContents();
  assert.equal(facts.includes('status') || facts.includes('section'), false, facts.join());
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('1 match', { exact: true }).waitFor();
  await page
    .getByRole('row', { name: /Count the till/ })
    .getByText('Shop')
    .waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, /Rule made\./);
  for (const space of [service, shop]) {
    const task = await api.post(`/spaces/${space.id}/tasks`, { title: 'Sweep the yard' });
    const kind = async () => (await api.get(`/tasks/${task.id}`)).category;
    await until('the rule to act', kind, (now) => now === 'waiting');
  }
  assert.notEqual((await api.get(`/tasks/${before.id}`)).category, 'waiting');
  await page.goto(`/s/${service.prefix}/rules`);
  await page.getByRole('heading', { name: 'No rules yet' }).waitFor();

  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto('/admin/rules');
  await small.getByRole('link', { name: /When a task is made/ }).click();
  await small.getByLabel('Name of the rule').waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);
});

/** Goes on with Tab until what has the focus is called so. */
async function reach(page, name) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const said = await page.evaluate(() => {
      const at = document.activeElement;
      return (
        at?.getAttribute('aria-label') ??
        at?.labels?.[0]?.textContent?.trim() ??
        at?.textContent?.trim() ??
        ''
      );
    });
    if (said.includes(name)) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

test('a rule is written, tried on what happened and taken back with the keyboard alone', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const make = (title) => api.post(`/spaces/${space.id}/tasks`, { title });
  await make('No heat in flat 7');
  await make('The heating hums');
  await page.goto(`/s/${space.prefix}/rules`);
  await page.getByRole('heading', { name: 'No rules yet' }).waitFor();
  await reach(page, 'Make the first rule');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name of the rule').waitFor();
  await reach(page, 'Name of the rule');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('No heat comes first');
  await reach(page, 'What happens');
  await reach(page, 'and');
  await page.keyboard.press('Enter');
  await reach(page, 'Words, with commas between');
  await page.keyboard.type('heat');
  await reach(page, 'Try it');
  await page.keyboard.press('Enter');
  await page.getByText('1 match', { exact: true }).waitFor();
  await page.getByRole('row', { name: /The heating hums.*heating is not in your list.*missed/ }).waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await reach(page, 'Add “heating”');
  await page.keyboard.press('Enter');
  await page.getByText('2 matches', { exact: true }).waitFor();
  assert.equal(await page.getByLabel('Words, with commas between').inputValue(), 'heat, heating');

  // Enter in a field saves.
  await page.getByLabel('But not').focus();
  await page.keyboard.press('Enter');
  await said(page, /Rule made\./);
  const task = await make('No heat again');
  const priority = async () => (await api.get(`/tasks/${task.id}`)).priority;
  await until('the rule to act', priority, (now) => now === 'high');

  // What it did stands in the history in its name, and is taken back there.
  await page.goto(`/t/${task.key}`);
  await page.getByRole('region', { name: 'Conversation' }).getByText('No heat comes first').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await reach(page, 'Undo what the rule “No heat comes first” did');
  await page.keyboard.press('Enter');
  await until('the undo', priority, (now) => now === 'normal');
  await said(page, /Undone\./);
});

test('a rule whose owner left says so before it would act', async (t) => {
  const { page, api, open } = await guild(t);
  const hers = caller(await bringIn(api, open, ana));
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC', access: 'open' });
  await hers.post(`/spaces/${space.id}/rules`, {
    name: 'Urgent',
    when: { what: 'created' },
    actions: [{ does: 'set', fact: 'priority', value: 'high' }],
  });
  const { id } = await hers.get('/me');
  // Somebody who leaves hands their rules over; a guest who is not let in works there no more.
  await api.patch(`/people/${id}`, { role: 'guest' });
  await page.goto(`/s/${space.prefix}/rules`);
  await page.getByText('Ana Duarte doesn’t work here any more.').waitFor();
  await page.getByRole('link', { name: /When a task is made/ }).click();
  await page.getByText(/It switches itself off when it would act next/).waitFor();
  await page.getByRole('switch').click();
  await said(page, /Rule switched off\./);
  await page.getByRole('switch').click();
  await said(page, /acts with your rights/);
  await page.getByText('Ana Duarte doesn’t work here any more.').waitFor({ state: 'detached' });
});

test('a process starts after another one, by a rule that its editor makes, and its page says what starts it', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Bakery', prefix: 'BAK' });
  const [bake, clean] = [
    await make(api, space, { name: 'Bake', rule: null, steps: [] }),
    await make(api, space, { name: 'Clean the oven', rule: null, steps: [] }),
  ];
  await page.goto(`/s/${space.prefix}/processes/${clean.id}`);
  const starts = page.getByRole('region', { name: 'What starts it' });
  await starts.getByText('Its dates, and whoever presses “Start now”.').waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('Start after another process').selectOption({ label: 'Bake' });
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.keyboard.press('Control+Enter');
  await said(page, /Clean the oven starts whenever Bake is done\./);
  const rule = starts.getByRole('link', { name: 'Clean the oven after Bake' });
  await rule.waitFor();
  await starts.getByText('and it is a run of Bake, start Clean the oven.').waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  const run = await api.post(`/processes/${bake.id}/runs`);
  const done = space.statuses.find((status) => status.category === 'done').id;
  await api.patch(`/tasks/${run.id}`, { status_id: done });
  const runs = () => api.get(`/processes/${clean.id}/runs`).then(({ items }) => items.length);
  await until('the run after it', runs, (count) => count === 1);

  // It is a rule as any other: in its editor the process can be chosen, too.
  await rule.click();
  const fact = page.getByLabel('What of it').last();
  assert.equal(await fact.inputValue(), 'process');
  const named = page.locator('.chip', { hasText: 'Bake' });
  await named.waitFor();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // The editor of the process knows it, and one in the trash keeps its name where it is asked for.
  await page.goto(`/s/${space.prefix}/processes/${clean.id}/edit`);
  await page.getByText('It starts after Bake already').waitFor();
  await api.delete(`/processes/${bake.id}`);
  await page.goBack();
  await named.waitFor();
});
