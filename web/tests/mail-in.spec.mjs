// Mail that comes in, in the page: an admin says where, a lead opens a space, and what is not to be done is kept.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { bring, freePort } from './support/letter.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { spaceWith, until } from './support/people.mjs';

const pictures = process.env.GUILDHALL_SCREENS;
const looks = [
  ['desktop-light', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ['desktop-dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
  ['phone-light', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
  ['phone-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
];

/** The page in every size and scheme: the rules hold, nothing is wider than the window. */
async function lookAt(page, name) {
  for (const [look, { viewport, colorScheme }] of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await settled(page);
    assert.deepEqual(await brokenRules(page), [], `${name} ${look}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${name} ${look} is ${wide} pixels too wide`);
    await page.locator('main li, main h2').last().scrollIntoViewIfNeeded();
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${look}.png`) });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('mail to a space becomes a topic, and the page says where the words go', async (t) => {
  const port = await freePort();
  const { page, api } = await guild(t, { args: ['--mail-listen', `127.0.0.1:${port}`] });
  await page.goto('/admin/mail');
  await settled(page);
  await page.getByText('Say at which address mail comes in.').waitFor();
  await page.getByLabel('Address mail comes in at').fill('not an address');
  await page.getByRole('button', { name: 'Save incoming mail' }).click();
  await page.getByText('Write an address such as work@example.com').waitFor();
  await page.getByLabel('Address mail comes in at').fill('work.example.com');
  await page.getByRole('button', { name: 'Save incoming mail' }).click();
  await page.getByText('Incoming mail is saved.').first().waitFor();
  await page.getByText(`Other mail servers can bring mail to 127.0.0.1:${port}.`).waitFor();

  const { space } = await spaceWith(api, []);
  await page.goto(`/s/${space.prefix}/settings?part=mail`);
  await settled(page);
  await page.getByLabel('Name in the address').fill('postmaster');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This name has a meaning of its own.').waitFor();
  await page.getByLabel('Name in the address').fill('help');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The address is changed.').first().waitFor();
  await page.getByRole('switch', { name: 'E-mail to this space' }).click();
  await page.getByText('E-mail comes in here now.').first().waitFor();
  assert.equal(
    await page.getByRole('textbox', { name: 'Address of this space' }).inputValue(),
    'help@work.example.com',
  );
  await lookAt(page, 'space-settings-mail');

  const leo = 'Leo Marsh <leo@example.net>';
  await bring(port, 'help@work.example.com', {
    from: leo,
    subject: 'Re: No heat',
    body: 'The <b>boiler</b> is cold.',
  });
  const topics = () => api.get(`/spaces/${space.id}/topics`);
  const { items } = await until('the topic', topics, ({ items }) => items.length === 1);
  await page.goto(`/s/${space.prefix}/discussions/${items[0].id}`);
  await settled(page);
  await page.getByText('Leo Marsh is not in Guildhall').waitFor();
  await page.getByText('The <b>boiler</b> is cold.').first().waitFor();
  await lookAt(page, 'topic-by-mail');
});

test('an admin lets a kept mail through or throws it away', async (t) => {
  const port = await freePort();
  const { page, api } = await guild(t, { args: ['--mail-listen', `127.0.0.1:${port}`] });
  await api.put('/admin/mail/incoming', { address: 'work.example.com' });
  const { space } = await spaceWith(api, []);
  await api.put(`/spaces/${space.id}/mail`, { on: true, name: 'help' });
  const to = 'help@work.example.com';
  await bring(port, to, {
    from: 'Ira <ira@example.net>',
    subject: 'Prize',
    body: 'You won',
    head: ['X-Spam-Flag: YES'],
  });
  await bring(port, to, {
    from: 'Tom <tom@northfold.example>',
    subject: 'Really me',
    body: 'Words',
    head: ['Authentication-Results: mx; dmarc=fail'],
  });
  await until(
    'both kept',
    () => api.get('/admin/mail/kept'),
    ({ items }) => items.length === 2,
  );
  await page.goto('/admin/mail');
  await settled(page);
  await page.getByText('Unconfirmed', { exact: true }).waitFor();
  await lookAt(page, 'admin-mail-kept');
  await page.getByRole('button', { name: 'Throw the mail of tom@northfold.example away' }).click();
  await page.getByText('The mail is thrown away.').first().waitFor();
  await page.getByRole('button', { name: 'Let the mail of ira@example.net through' }).click();
  await page.getByText('The mail is let through.').first().waitFor();
  const topics = () => api.get(`/spaces/${space.id}/topics`);
  const { items } = await until('the topic', topics, ({ items }) => items.length === 1);
  assert.deepEqual([items[0].title, items[0].author.name], ['Prize', 'Ira']);
  assert.deepEqual((await api.get('/admin/mail/kept')).items, []);
});
