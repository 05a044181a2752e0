// Mail in the page: an admin says by which server, everybody says how much of it they want.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { until } from './support/people.mjs';

test('an admin sets the mail server, and hears what it says', async (t) => {
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
