// From an empty file to the first task: three screens, and the line to type in already has the focus.
import { test } from 'node:test';
import { expectFocus, settled } from './support/look.mjs';
import { guild } from './support/guild.mjs';
import { phone } from './support/browser.mjs';

async function setUp(page, server, owner, set) {
  await page.goto(await server.setupLink());
  await page.getByLabel('Organization').fill(owner.organization);
  await page.getByLabel('Your name').fill(owner.name);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Create the organization' }).click();
  await page.getByRole('heading', { name: 'What kind of company?' }).waitFor();
  if (set) {
    await page.locator('label').filter({ hasText: set }).click();
    await page.getByRole('button', { name: 'Begin with this set' }).click();
  } else {
    await page.getByRole('button', { name: 'Start empty' }).click();
  }
  await page.getByRole('heading', { name: 'Bring in your people' }).waitFor();
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

    await page.keyboard.type('Order copper valves !high');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').filter({ hasText: 'Order copper valves' }).first().waitFor();

    await page.reload();
    await settled(page);
    await page.getByRole('listitem').filter({ hasText: 'Order copper valves' }).first().waitFor();
  });
}

test('a kind of company chosen in the first run is there, and goes again from Admin', async (t) => {
  const { page, server, owner } = await guild(t, { prepare: 'nothing' });
  await setUp(page, server, owner, 'A shop with a till');
  await page.getByRole('button', { name: 'Skip, I’ll invite later' }).click();
  await page.waitForURL(`${server.url}/`);
  await page.getByRole('link', { name: 'Shop floor' }).first().waitFor();

  await page.goto('/admin/starts');
  await settled(page);
  await page.getByText(/Here since/).waitFor();
  await page.getByRole('button', { name: 'Remove Shop' }).click();
  await page.getByText('“Shop” is removed.').first().waitFor();
  await page.getByRole('button', { name: 'Begin with Shop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Begin with this set' }).click();
  await page.getByText('“Shop” is here.').first().waitFor();
  await page.getByRole('button', { name: 'Remove Shop' }).waitFor();
});

test('the address of the first run works once', async (t) => {
  const { page, open, server, owner } = await guild(t, { prepare: 'nothing' });
  await setUp(page, server, owner);
  const stranger = await open();
  await stranger.goto(await server.setupLink());
  await stranger.getByText('This server is set up already').waitFor();
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
