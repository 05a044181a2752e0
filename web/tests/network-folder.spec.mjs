// The network folder: a password for one device is made in the settings, opens the files by WebDAV, and is taken back.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { until } from './support/people.mjs';

/** Asks as a program does, with a name and a password and nothing else. */
function ask(address, user, password) {
  return new Promise((resolve, reject) => {
    const asked = request(address, {
      method: 'PROPFIND',
      auth: `${user}:${password}`,
      headers: { Depth: '1' },
    });
    asked.on('response', (answer) => {
      let text = '';
      answer.on('data', (piece) => (text += piece));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('an app password opens the files of one’s spaces until it is taken back', async (t) => {
  const { page, api } = await guild(t);
  await page.goto('/me?part=folders');
  await settled(page);
  const part = page.locator('#me-folders');
  const shown = await part.getByLabel('Address').inputValue();
  assert.match(shown, /\/dav\/files\/$/);
  await part.getByRole('button', { name: 'App password' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('For which device?').fill('Office laptop');
  await page.keyboard.press('Enter');
  const password = await dialog.getByLabel('App password').inputValue();
  const user = await dialog.getByLabel('User name').inputValue();
  assert.deepEqual(await brokenRules(page), []);
  const answer = await ask(shown, user, password);
  assert.equal(answer.status, 207);
  assert.match(answer.text, /\/dav\/files\/personal/);

  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await part.getByText('Office laptop').waitFor();
  await page.locator('#me-tokens').getByText('A token lets a script').waitFor();
  await part.getByRole('button', { name: 'Revoke' }).click();
  await until(
    'taken back',
    async () => (await api.get('/me/tokens')).items,
    (items) => items.length === 0,
  );
  assert.equal((await ask(shown, user, password)).status, 401);
});
