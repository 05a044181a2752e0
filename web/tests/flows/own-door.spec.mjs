// The ways in somebody has, in their own hands: signing out, other devices, the password, one that somebody else has set, and
// tokens for programs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signIn } from '../support/browser.mjs';
import { signInByForm } from '../support/door.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { until } from '../support/people.mjs';

const fresh = 'green shutters facing the harbour';
const isIn = async (page) => (await page.request.get('/api/v1/session')).status();

test('signing out ends what could be seen, here and by going back', async (t) => {
  const { page, owner } = await guild(t);
  await page.goto('/');
  await settled(page);
  await page.goto('/people');
  await settled(page);
  await page.getByRole('button', { name: `Menu of ${owner.organization}` }).press('Enter');
  await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.equal(await isIn(page), 401);
  await page.goBack();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.equal(await page.getByText(owner.name).count(), 0);
});

test('other devices are signed out, one or all of them', async (t) => {
  const { page, open, server } = await guild(t);
  const others = [await open(), await open(), await open()];
  for (const one of others) await signIn(one, server.person);
  await page.goto('/me?part=sessions');
  await settled(page);
  const rows = page.locator('#me-sessions li');
  await rows.nth(3).waitFor();
  await rows.first().getByText('this one').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const end = page.locator('#me-sessions').getByRole('button', { name: 'End', exact: true });
  await end.first().press('Enter');
  await rows.nth(3).waitFor({ state: 'detached' });
  const ended = async () => (await Promise.all(others.map(isIn))).filter((status) => status === 401).length;
  await until('one ended', ended, (count) => count === 1);
  await page.getByRole('button', { name: 'End all others' }).press('Enter');
  await until('all ended', ended, (count) => count === 3);
  await page.reload();
  await rows.first().getByText('this one').waitFor();
  assert.equal(await rows.count(), 1);
  assert.equal(await isIn(page), 200);
});

test('a password is changed by whoever knows the old one, and every other device is out', async (t) => {
  const { page, open, server, owner } = await guild(t);
  const other = await open();
  await signIn(other, server.person);
  await page.goto('/me?part=signin');
  await settled(page);
  const part = page.locator('#me-signin');
  await part.getByRole('button', { name: 'Change password' }).press('Enter');
  await part.getByLabel('Current password', { exact: true }).fill('not this one at all');
  await part.getByLabel('New password', { exact: true }).fill(fresh);
  assert.deepEqual(await brokenRules(page), []);
  await part.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await part.getByText('This is not your password.').waitFor();
  assert.equal(await isIn(other), 200, 'nothing happened yet');
  await part.getByLabel('Current password', { exact: true }).fill(owner.password);
  await part.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await part.getByText('Your password is changed. All other devices were signed out.').waitFor();
  assert.equal(await isIn(page), 200);
  assert.equal(await isIn(other), 401);

  await other.goto('/signin');
  await signInByForm(other, owner);
  await other.getByText('The e-mail address or the password is not right.').waitFor();
  await signInByForm(other, { ...owner, password: fresh });
  await other.waitForURL(`${server.url}/`);
});

test('whoever has a password from somebody else chooses their own before anything else', async (t) => {
  const { page, server, owner } = await guild(t, { signedIn: false });
  const lent = 'seven lanterns on the pier';
  await server.cli('person', 'reset-password', owner.email, '--password-file', server.file('lent', lent));
  await page.goto('/people');
  await signInByForm(page, { ...owner, password: lent });
  await page.waitForURL(`${server.url}/new-password`);
  await page.getByRole('heading', { name: 'Choose your own password' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.goto('/people');
  await page.waitForURL(`${server.url}/new-password`);
  await page.getByLabel('Current password', { exact: true }).fill(lent);
  await page.getByLabel('New password', { exact: true }).fill(fresh);
  await page.getByRole('button', { name: 'Save the password' }).press('Enter');
  await page.waitForURL(`${server.url}/`);
  await settled(page);
  await page.goto('/people');
  await page.getByRole('link', { name: owner.name }).first().waitFor();
});

test('a token is shown once, does what it may, and ends', async (t) => {
  const { page, server } = await guild(t);
  await page.goto('/me?part=tokens');
  await settled(page);
  const part = page.locator('#me-tokens');
  await part.getByText('A token lets a script or another program work in your name.').waitFor();
  await part.getByRole('button', { name: 'Token', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New access token' });
  await dialog.getByLabel('What is it for?').fill('Stock script');
  assert.deepEqual(await brokenRules(page), []);
  await dialog.getByRole('button', { name: 'Make the token' }).press('Enter');
  await dialog.getByText('Copy the token now. It is not shown again.').waitFor();
  const secret = await dialog.getByRole('textbox', { name: 'Token', exact: true }).inputValue();
  const ask = async (path, more = {}) => {
    const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' };
    return (await fetch(`${server.url}/api/v1${path}`, { headers, ...more })).status;
  };
  assert.equal(await ask('/spaces'), 200);
  const write = { method: 'POST', body: JSON.stringify({ name: 'Stock' }) };
  assert.equal(await ask('/spaces', write), 403, 'it may read, as was chosen');

  await dialog.getByRole('button', { name: 'I have kept it' }).press('Enter');
  const row = part.getByRole('listitem').filter({ hasText: 'Stock script' });
  await row.getByText(/^Read ·/).waitFor();
  await page.reload();
  await row.waitFor();
  assert.equal((await page.content()).includes(secret), false);
  await row.getByRole('button', { name: 'Revoke' }).press('Enter');
  await row.waitFor({ state: 'detached' });
  await until(
    'ended',
    () => ask('/spaces'),
    (status) => status === 401,
  );
});
