// Mail in the page: an admin says by which server, everybody says how much of it they want.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { freePort } from './support/letter.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { until } from './support/people.mjs';
import { PUBLIC_URL, mailServer } from './support/smtp.mjs';

test('an admin sets the mail server', async (t) => {
  const { page, api } = await guild(t);
  await page.goto('/admin/mail');
  await settled(page);
  await page.getByText('Say which mail server to use first.').waitFor();
  await page.getByLabel('Server', { exact: true }).fill('mail.example.org');
  await page.getByLabel('Mail comes from').fill('guild@example.org');
  await page.getByLabel('Password', { exact: true }).fill('kettle orbit');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The mail server is saved.').first().waitFor();
  const now = await api.get('/admin/mail');
  assert.deepEqual(
    [now.host.value, now.from.value, now.password.value],
    ['mail.example.org', 'guild@example.org', 'set'],
  );
  assert.deepEqual(await brokenRules(page), []);
});

test('an admin tries the mail server, and hears what it says', async (t) => {
  const smtp = await mailServer(t);
  const { page, api, owner } = await guild(t, { args: ['--public-url', PUBLIC_URL] });
  const port = page.getByLabel('Port', { exact: true });
  const save = page.getByRole('button', { name: 'Save', exact: true });
  const messages = page.getByRole('region', { name: 'Messages' });
  const tried = page.getByRole('button', { name: 'Send a test to me' });
  await page.goto('/admin/mail');
  await settled(page);
  assert.ok(await tried.isDisabled(), 'there is nothing to try yet');
  await page.getByLabel('Server', { exact: true }).fill('127.0.0.1');
  await port.fill(String(smtp.port));
  await page.getByLabel('Mail comes from').fill('guild@example.org');
  await page.getByLabel('Protection', { exact: true }).selectOption('none');
  await save.click();
  await messages.getByText('The mail server is saved.').waitFor();
  await tried.click();
  await messages.getByText(`The mail server took a mail to ${owner.email}.`).waitFor();
  await smtp.mail(({ to, text }) => to === owner.email && text.includes('Mail from Northfold Heating works'));

  // Where nobody listens its words say so.
  const silent = String(await freePort());
  await port.fill(silent);
  await save.click();
  await until(
    'saved',
    () => api.get('/admin/mail'),
    (mail) => mail.port.value === silent,
  );
  await tried.click();
  await messages.getByText(/^The mail server says: .*refused/i).waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('everybody chooses how much mail they want', async (t) => {
  const { page, api } = await guild(t);
  await page.goto('/me');
  await settled(page);
  await page.getByLabel('Tell me by e-mail').selectOption('daily');
  await page.getByLabel('At', { exact: true }).fill('16:00');
  await page.getByLabel('At', { exact: true }).blur();
  await page.getByRole('checkbox', { name: 'a task is given to me' }).uncheck();
  await page.getByRole('switch', { name: 'Quiet hours and days off' }).click();
  await until(
    'kept',
    () => api.get('/me/mail'),
    (mail) => mail.rhythm === 'daily' && mail.at === '16:00' && !mail.assigned && !mail.quiet,
  );
  assert.deepEqual(await brokenRules(page), []);
});
