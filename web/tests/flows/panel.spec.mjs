// What an open task is made of, set one by one in its panel: details, fields of the space, who follows, a checklist with people
// and days, links, other spaces, reactions, the archive.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { ana as person, bringIn, until } from '../support/people.mjs';

const title = 'Fit the boiler';
const messages = (page) => page.getByRole('region', { name: 'Messages' });

/** A task opened beside the list of its space, and Ana, who may be named in it. */
async function opened(t, more = {}, prepare = () => {}) {
  const { page, api, open } = await guild(t);
  const hers = caller(await bringIn(api, open, person));
  const { me: ana } = await hers.get('/session');
  const { me } = await api.get('/session');
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC', ...more });
  const prepared = await prepare(api, space);
  const { id } = await api.post(`/spaces/${space.id}/tasks`, { title });
  await page.goto(`/s/${space.prefix}/tasks?task=SVC-1`);
  await settled(page);
  const panel = page.getByRole('region', { name: `Task: ${title}` });
  await panel.getByRole('button', { name: 'Add a detail' }).waitFor();
  const task = () => api.get(`/tasks/${id}`);
  return { page, api, panel, task, id, space, hers, ana, me, prepared };
}

/** Chooses somebody in the open box of this name. */
async function choose(page, box) {
  await page.getByRole('combobox', { name: box, exact: true }).fill('Ana');
  await page.getByRole('option', { name: /^Ana Duarte/ }).waitFor();
  await page.keyboard.press('Enter');
}

const tomorrow = (page, box) =>
  page
    .getByRole('dialog', { name: box, exact: true })
    .getByRole('button', { name: 'Tomorrow', exact: true })
    .press('Enter');

/** Takes one of what an empty task can have as well. */
async function detail({ page, panel }, name) {
  await panel.getByRole('button', { name: 'Add a detail' }).press('Enter');
  await page.getByRole('menuitem', { name, exact: true }).press('Enter');
}

test('an estimate, a start and a section are set where they are shown', async (t) => {
  const section = (api, space) => api.post(`/spaces/${space.id}/sections`, { name: 'Emergency' });
  const all = await opened(t, {}, section);
  const { page, panel, task } = all;
  await detail(all, 'Estimate');
  const estimate = panel.getByRole('textbox', { name: 'Estimate', exact: true });
  await estimate.fill('soon');
  await panel.getByText('Type a time such as “1h15”, “90 min” or “2 days”.').waitFor();
  await estimate.fill('1h15');
  await estimate.press('Enter');
  await until('estimated', task, (now) => now.estimate_minutes === 75);
  await panel.getByRole('button', { name: /^Estimate\s*1 h 15$/ }).waitFor();

  await detail(all, 'Start');
  await panel.getByRole('button', { name: 'Start: No date' }).press('Enter');
  await tomorrow(page, 'Start');
  await until('started', task, (now) => now.start !== null);
  await panel.getByRole('button', { name: /^Start: (?!No date)/ }).waitFor();

  await detail(all, 'Section');
  await panel.getByRole('button', { name: /^Section\s*No section$/ }).press('Enter');
  await page.getByRole('menuitemradio', { name: 'Emergency', exact: true }).press('Enter');
  await until('in the section', task, (now) => now.section_id !== null);
  assert.deepEqual(await brokenRules(page), []);
});

test('every kind of field of a space is filled in, and emptied', async (t) => {
  const kinds = {
    'Boiler type': 'text',
    Kilowatts: 'number',
    Price: 'money',
    'Last service': 'date',
    Contract: 'choice',
    Fitter: 'person',
  };
  const all = await opened(t, {}, async (api, space) => {
    for (const [name, kind] of Object.entries(kinds))
      await api.post(`/spaces/${space.id}/fields`, { name, kind, choices: ['Gold', 'Silver'] });
    const { fields } = await api.get(`/spaces/${space.id}`);
    return (name) => fields.find((field) => field.name === name).id;
  });
  const { page, panel, task, ana, prepared: number } = all;
  const holds = (name, good) => until(`filled in: ${name}`, task, (now) => good(now.fields[number(name)]));
  for (const [name, typed, kept] of [
    ['Boiler type', 'Condensing', 'Condensing'],
    ['Kilowatts', '12,5', '12.5'],
    ['Price', '1 250,50', '1250.50'],
  ]) {
    await detail(all, name);
    const field = panel.getByRole('textbox', { name, exact: true });
    await field.fill(typed);
    await field.press('Enter');
    await holds(name, (value) => value === kept);
  }
  await detail(all, 'Last service');
  await panel.getByRole('button', { name: 'Last service: No date' }).press('Enter');
  await tomorrow(page, 'Last service');
  await holds('Last service', (value) => /^\d{4}-\d\d-\d\d$/.test(value));
  await detail(all, 'Contract');
  await page.getByRole('menuitemradio', { name: 'Gold', exact: true }).press('Enter');
  await holds('Contract', (value) => value === 'Gold');
  await detail(all, 'Fitter');
  await choose(page, 'Fitter');
  await holds('Fitter', (value) => value === ana.id);
  assert.deepEqual(await brokenRules(page), []);

  // What does not fit is refused, and what was there stays.
  await panel.getByRole('button', { name: /^Kilowatts/ }).press('Enter');
  const field = panel.getByRole('textbox', { name: 'Kilowatts', exact: true });
  await field.fill('a lot');
  await field.press('Enter');
  await messages(page)
    .getByText(/^“Fit the boiler” wasn’t changed\./)
    .waitFor();
  await holds('Kilowatts', (value) => value === '12.5');
  await panel.getByRole('button', { name: /^Contract\s*Gold$/ }).press('Enter');
  await page.getByRole('menuitemradio', { name: 'Not set', exact: true }).press('Enter');
  await holds('Contract', (value) => value == null);
});

test('a task is shown in another space, which says first who will see it then', async (t) => {
  const all = await opened(t, { access: 'closed' }, async (api) => {
    const other = await api.post('/spaces', { name: 'Purchasing', prefix: 'PUR', access: 'closed' });
    const { items } = await api.get('/people');
    const ana = items.find(({ name }) => name === person.name);
    await api.put(`/spaces/${other.id}/members/${ana.id}`, { role: 'member' });
    return other;
  });
  const { page, panel, task, hers, id, prepared: other } = all;
  await detail(all, 'Also in');
  await panel.getByRole('button', { name: 'Show in another space too' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('radio', { name: 'Purchasing' }).check();
  await dialog.getByText('1 more person will see this task.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('button', { name: 'Show there too' }).last().press('Enter');
  await messages(page).getByText('Also in Purchasing').waitFor();
  assert.deepEqual((await task()).also_in, [other.id]);
  assert.equal((await hers.get(`/tasks/${id}`)).title, title);

  await panel.getByRole('button', { name: 'Remove', exact: true }).press('Enter');
  await messages(page).getByText('No longer in Purchasing').waitFor();
  await until('not shown there', task, (now) => now.also_in.length === 0);
  await page.keyboard.press('Control+z');
  await until('shown there again', task, (now) => now.also_in.length === 1);
});

test('who is told is chosen: oneself and others', async (t) => {
  const { page, panel, task, me, ana } = await opened(t);
  await panel.getByRole('button', { name: 'Following', pressed: true }).press('Enter');
  await panel.getByRole('button', { name: 'Follow', exact: true, pressed: false }).waitFor();
  await until('not following', task, (now) => !now.follower_ids.includes(me.id));
  await panel.getByRole('button', { name: '0 followers are told of new comments' }).press('Enter');
  await choose(page, 'Who follows');
  await until('Ana follows', task, (now) => now.follower_ids.includes(ana.id));
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: /1 follower is told of new comments$/ }).waitFor();
});

test('steps are written, given to somebody, dated, moved and ticked', async (t) => {
  const { page, panel, task, ana } = await opened(t);
  await panel.getByRole('button', { name: 'Checklist', exact: true }).press('Enter');
  const line = panel.getByRole('textbox', { name: 'Add a step' });
  for (const text of ['Drain', 'Refill']) {
    await line.fill(text);
    await line.press('Enter');
    await panel.getByRole('checkbox', { name: `Done: ${text}` }).waitFor();
    // It takes the next one when this one is kept.
    await until(
      'kept',
      () => line.inputValue(),
      (now) => now === '',
    );
  }
  await line.press('Escape');
  const steps = (good) => until('so', async () => (await task()).steps, good);
  const menu = async (item) => {
    await panel.getByRole('button', { name: 'More for the step Drain' }).press('Enter');
    await page.getByRole('menuitem', { name: item }).press('Enter');
  };
  await menu(/^Assign/);
  await choose(page, 'Assign');
  await steps(([drain]) => drain.assignee_id === ana.id);
  await menu(/^Due date/);
  await tomorrow(page, 'Due date');
  await steps(([drain]) => drain.due !== null);
  await menu(/^Move down/);
  await steps((all) => all.map(({ text }) => text).join() === 'Refill,Drain');
  await panel.getByRole('checkbox', { name: 'Done: Drain' }).press('Space');
  await steps(([, drain]) => drain.done);
  await panel.getByRole('checkbox', { name: 'Not done: Drain' }).waitFor();
  await panel.getByText('1 of 2').waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('a task is linked with what it waits for, and the link is taken away and comes back', async (t) => {
  const all = await opened(t);
  const { page, panel, api, task, space } = all;
  const gaskets = await api.post(`/spaces/${space.id}/tasks`, { title: 'Order gaskets' });
  await until(
    'found',
    () => api.get('/search?q=gaskets'),
    (found) => found.total === 1,
  );
  await panel.getByRole('button', { name: 'Link', exact: true }).press('Enter');
  const box = page.getByRole('dialog', { name: 'Link something' });
  await box.getByLabel('How it relates').selectOption('blocks this');
  const find = box.getByRole('combobox', { name: 'Words or a key' });
  await find.fill('gaskets');
  await box.getByRole('option', { name: /Order gaskets/ }).waitFor();
  await find.press('Enter');
  const links = (good) => until('linked', async () => (await task()).links, good);
  await links(([link]) => link?.relation === 'blocked_by' && link.item.id === gaskets.id);
  const linked = panel.getByRole('region', { name: 'Linked' });
  await linked.getByRole('link', { name: /Order gaskets.*blocks this/ }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  assert.equal((await api.get(`/tasks/${gaskets.id}`)).links[0].relation, 'blocks');

  await linked.getByRole('button', { name: 'Remove the link to Order gaskets' }).press('Enter');
  await messages(page).getByText('Link removed').waitFor();
  await links((now) => now.length === 0);
  await page.keyboard.press('Control+z');
  await links((now) => now.length === 1);
});

test('a comment is reacted to, and a task goes into the archive and comes back', async (t) => {
  const { page, panel, task, hers, id, me } = await opened(t);
  const said = await hers.post(`/items/${id}/comments`, { body: 'The flue is swept' });
  const comment = panel.locator(`#c-${said.id}`);
  await comment.getByRole('button', { name: 'More for this comment' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Add a reaction', exact: true }).press('Enter');
  const offered = page.getByRole('dialog', { name: 'Add a reaction' });
  await offered.getByRole('button', { name: '👍' }).press('Enter');
  await comment.getByRole('button', { name: `👍, ${me.name}`, pressed: true }).waitFor();
  const { items } = await hers.get(`/items/${id}/comments`);
  assert.deepEqual(items[0].reactions, [{ emoji: '👍', person_ids: [me.id] }]);

  await panel.getByRole('button', { name: 'More for this task' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Archive', exact: true }).press('Enter');
  await panel.getByText('Archived: out of the way, but kept.').waitFor();
  await until('archived', task, (now) => now.archived);
  await messages(page).getByRole('button', { name: 'Undo' }).waitFor();
  await page.keyboard.press('Control+z');
  await until('back', task, (now) => !now.archived);
  await panel.getByText('Archived: out of the way, but kept.').waitFor({ state: 'detached' });
});
