// From an empty file to the first task: two screens, and the line to type in already has the focus.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenRules, expectFocus, settled } from './support/look.mjs';
import { guild } from './support/guild.mjs';
import { signInByForm } from './support/door.mjs';
import { phone } from './support/browser.mjs';

async function setUp(page, server, owner) {
  await page.goto(await server.setupLink());
  await page.getByLabel('Organization').fill(owner.organization);
  await page.getByLabel('Your name').fill(owner.name);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Create the organization' }).click();
  await page.getByRole('heading', { name: 'Bring in your people' }).waitFor();
}

/** By keyboard: the first of the sets, down to this one, its first role for whoever sets it up. */
async function beginWith(page, set, name) {
  await page.getByRole('link', { name: 'Look at the sets' }).press('Enter');
  await page.getByRole('heading', { name: 'What kind of company?' }).waitFor();
  await page.getByRole('radio').first().press('Space');
  const wanted = page.getByRole('radio', { name: set });
  for (let down = 0; down < 6 && !(await wanted.isChecked()); down += 1)
    await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: 'Who does what' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('combobox').first().selectOption({ label: name });
  await page.getByRole('button', { name: 'Begin with this set' }).press('Enter');
}

for (const [name, viewport] of [
  ['a desktop', undefined],
  ['a phone', phone],
]) {
  test(`the first run on ${name} ends at Home, ready for the first task`, async (t) => {
    const { page, server, owner } = await guild(t, { prepare: 'nothing', viewport });
    await setUp(page, server, owner);
    await page.getByRole('button', { name: 'Skip, I’ll invite later' }).click();
    await page.waitForURL(`${server.url}/`);
    await expectFocus(page, /Add a task for today/);
    assert.deepEqual(await brokenRules(page), []);

    await page.keyboard.type('Order copper valves !high');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').filter({ hasText: 'Order copper valves' }).first().waitFor();

    await page.reload();
    await settled(page);
    await page.getByRole('listitem').filter({ hasText: 'Order copper valves' }).first().waitFor();
  });
}

test('a kind of company chosen in the first run is there, and goes again from Admin', async (t) => {
  const { page, server, owner, api } = await guild(t, { prepare: 'nothing' });
  await setUp(page, server, owner);
  await page.getByRole('button', { name: 'Skip, I’ll invite later' }).click();
  await page.waitForURL(`${server.url}/`);
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await beginWith(page, /A shop with a till/, owner.name);
  await page.getByRole('link', { name: 'Shop floor' }).first().waitFor();
  await page.getByRole('link', { name: 'Look at the sets' }).waitFor({ state: 'detached' });

  const { spaces, me } = await api.get('/session');
  const floor = spaces.find((space) => space.name === 'Shop floor');
  const opens = (await api.get(`/spaces/${floor.id}/processes`)).items.find(
    (one) => one.name === 'Open the shop',
  );
  assert.deepEqual(opens.assign.person_ids, [me.id], 'the role was filled in');

  // What somebody made theirs stays, and is named.
  const task = (await api.get(`/spaces/${floor.id}/tasks`)).items.find(
    (one) => one.title === 'Set the cash float',
  );
  await api.patch(`/tasks/${task.id}`, { priority: 'high' });
  await page.goto('/admin/starts');
  await settled(page);
  await page.getByText(/Here since/).waitFor();
  await page.getByRole('button', { name: 'Remove Shop' }).press('Enter');
  const stays = page.getByRole('dialog', { name: 'What stays of “Shop”' });
  await stays.getByText('Set the cash float').waitFor();
  await stays.getByText('Shop floor').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await stays.getByRole('button', { name: 'Close' }).last().press('Enter');
  await page.getByRole('button', { name: 'Begin with Shop' }).press('Enter');
  await page.getByRole('dialog').getByText('Open the shop').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('dialog').getByRole('button', { name: 'Begin with this set' }).press('Enter');
  await page.getByText('“Shop” is here.').first().waitFor();
  await page.getByRole('button', { name: 'Remove Shop' }).press('Enter');
  await page.getByText('“Shop” is removed.').first().waitFor();
});

test('a backup takes the place of the first run, and the page goes on to signing in', async (t) => {
  const { api, server: old, owner } = await guild(t);
  await api.post('/spaces', { name: 'Service' });
  const saved = `${old.data}.saved`;
  await old.cli('backup', saved);
  const { page, server } = await guild(t, { prepare: 'nothing' });
  await page.goto(await server.setupLink());
  await page.getByRole('button', { name: 'Restore from a backup instead' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Restore from a backup instead' });
  const command = await dialog.getByRole('textbox', { name: 'Command' }).inputValue();
  assert.equal(command, 'guildhall restore FILE');
  assert.deepEqual(await brokenRules(page), []);
  await server.cli(...command.replace('FILE', saved).split(' ').slice(1), '--yes');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: 30_000 });
  await signInByForm(page, owner);
  await page.getByRole('navigation', { name: 'Main', exact: true }).getByText('Service').waitFor();
});

test('the address of the first run works once', async (t) => {
  const { page, open, server, owner } = await guild(t, { prepare: 'nothing' });
  await setUp(page, server, owner);
  const stranger = await open();
  await stranger.goto(await server.setupLink());
  await stranger.getByText('This server is set up already').waitFor();
  assert.equal(await stranger.getByText('Restore from a backup instead').count(), 0);
});

test('an invite link brings the second person in', async (t) => {
  const { page, open, server, owner } = await guild(t, { prepare: 'nothing' });
  await setUp(page, server, owner);
  const link = await page.getByLabel('Invite link for members').inputValue();

  const guest = await open();
  await guest.goto(link);
  await guest.getByLabel('Your name').fill('Ana Duarte');
  await guest.getByLabel('E-mail').fill('ana@northfold.example');
  await guest.getByLabel('Password', { exact: true }).fill('eleven radiators under snow');
  await guest.getByRole('button', { name: 'Join' }).click();
  await guest.waitForURL(`${server.url}/`);

  // The owner's screen shows her without being loaded again.
  await page.getByText('Ana Duarte').waitFor();
});
