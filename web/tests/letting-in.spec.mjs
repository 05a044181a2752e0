// Links that go by mail: for whoever forgot their password, is invited, or wants no more mail.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from './support/api.mjs';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { ana, bringIn, spaceWith } from './support/people.mjs';
import { PUBLIC_URL, mailServer, secretOf, useMail } from './support/smtp.mjs';

async function withMail(t) {
  const smtp = await mailServer(t);
  const all = await guild(t, { args: ['--public-url', PUBLIC_URL] });
  await useMail(all.api, smtp.port);
  return { ...all, mail: smtp.mail };
}

test('a forgotten password is replaced by a link that comes by mail', async (t) => {
  const { open, owner, mail } = await withMail(t);
  const page = await open();
  await page.goto('/signin');
  await page.getByRole('link', { name: 'Forgot it?' }).click();
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const text = await mail((one) => one.to === owner.email);
  await page.goto(`/reset#${secretOf(text, 'reset')}`);
  await page.getByLabel('New password', { exact: true }).fill('kettle orbit mustard');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your new password').first().waitFor();
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill('kettle orbit mustard');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForURL((url) => url.pathname === '/');
});

test('without mail it says whom to ask', async (t) => {
  const { page } = await guild(t, { signedIn: false });
  await page.goto('/signin');
  await page.getByRole('button', { name: 'Forgot it?' }).click();
  await page.getByText('Ask an admin of your organization for a reset link').waitFor();
});

test('invites go to addresses, and what the mail server says is shown', async (t) => {
  const { page, open, mail } = await withMail(t);
  await page.goto('/admin/people');
  await settled(page);
  await page.getByLabel('Or send it to').fill('kim@example.com, nobody@example.com');
  await page.getByRole('button', { name: 'Send by mail' }).click();
  await page.getByText('1 invite is on its way.').waitFor();
  await page.getByText('Nothing went to nobody@example.com').waitFor();
  assert.equal(await page.getByLabel('Or send it to').inputValue(), 'nobody@example.com');
  assert.deepEqual(await brokenRules(page), []);
  const text = await mail((one) => one.to === 'kim@example.com');
  const theirs = await open();
  await theirs.goto(`/join#${secretOf(text, 'join')}`);
  await theirs.getByText('Tom Ainsworth').first().waitFor();
});

test('an admin sends a link for a new password', async (t) => {
  const { page, api, open, mail } = await withMail(t);
  await bringIn(api, open, ana);
  await page.goto('/admin/people');
  await settled(page);
  await page.getByRole('button', { name: `More about ${ana.name}` }).click();
  await page.getByRole('menuitem', { name: /password/i }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: `Send it to ${ana.email}` }).click();
  await dialog.getByText(`A link is on its way to ${ana.email}.`).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  secretOf(await mail((one) => one.to === ana.email), 'reset');
});

test('a kind of mail is ended from the mail itself, without signing in', async (t) => {
  const { api, open, mail } = await withMail(t);
  const hers = await bringIn(api, open, ana);
  const her = caller(hers);
  await her.put('/me/mail', { quiet: false });
  const { space } = await spaceWith(api, []);
  const { id } = await her.get('/me');
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Fit the boiler', assignee_id: id });
  const text = await mail((one) => one.to === ana.email && one.text.includes('Fit the boiler'));
  const page = await open();
  await page.goto(`/unsubscribe#${secretOf(text, 'unsubscribe')}`);
  await page.getByRole('heading', { name: 'Stop these mails' }).waitFor();
  assert.equal((await her.get('/me/mail')).assigned, true, 'opening it alone ends nothing');
  await page.getByRole('button', { name: 'Stop these mails' }).click();
  await page.getByRole('heading', { level: 1, name: /stop|no more/i }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const wishes = await her.get('/me/mail');
  assert.deepEqual([wishes.assigned, wishes.mentioned], [false, true]);
});
