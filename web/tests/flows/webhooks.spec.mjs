// A webhook is made, tried, called by a rule, given another secret and deleted; the program it leads to is a real one.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';

/** Waits for what the page says of something that was done. */
const said = (page, words) => page.getByRole('region', { name: 'Messages' }).getByText(words).waitFor();

/** A program that keeps what it is told. */
async function program(t) {
  const told = [];
  const news = new EventEmitter();
  /** Waits until it was told so often: what rules tell waits for the time in which it could be undone. */
  const heard = async (count) => {
    while (told.length < count) await once(news, 'told', { signal: AbortSignal.timeout(60_000) });
    return told[count - 1];
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      told.push({ headers: request.headers, body });
      response.end('Thanks');
      news.emit('told');
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { heard, url: `http://127.0.0.1:${server.address().port}/hook` };
}

/** Whether a secret signed it. */
function proven({ headers, body }, secret) {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

test('a webhook is made, tried and called by a rule', async (t) => {
  const { page, api, open, server } = await guild(t);
  const { heard, url } = await program(t);
  await page.goto('/admin/webhooks');
  await page.getByRole('button', { name: 'Make the first webhook' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Till in the shop');
  await page.getByLabel('Address', { exact: true }).fill(url);
  await page.getByRole('button', { name: 'Make webhook' }).click();
  // Of the own network nothing is called unless somebody says so.
  await page.getByText('This is not encrypted, or not public.').waitFor();
  await page.getByLabel(/in our own network/).check();
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Make webhook' }).click();
  const secret = await page.getByRole('textbox', { name: 'Secret' }).inputValue();
  await page.getByRole('button', { name: 'I have kept it' }).click();

  await page.getByRole('link', { name: 'Till in the shop' }).click();
  await page.getByText('It has taken nothing yet.').waitFor();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('listitem').filter({ hasText: 'answered 200 · Thanks' }).waitFor();
  const tried = await heard(1);
  assert.ok(proven(tried, secret));
  assert.equal(JSON.parse(tried.body).type, 'test');
  await settled(page);
  assert.deepEqual(await brokenRules(page), []);

  // A rule finds it among what it can do.
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await page.goto(`/s/${space.prefix}/rules/new`);
  await page.getByLabel('Name of the rule').fill('Tell the till');
  await page.getByLabel('What is done').selectOption({ label: 'call a webhook' });
  await page.getByLabel('Webhook', { exact: true }).selectOption({ label: 'Till in the shop' });
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, /Rule made\./);
  await page.getByText('When a task is made, call the webhook Till in the shop').waitFor();
  await api.post(`/spaces/${space.id}/tasks`, { title: 'Sold the last loaf' });
  const sold = await heard(2);
  const { data } = JSON.parse(sold.body);
  assert.ok(proven(sold, secret));
  assert.equal(data.task.title, 'Sold the last loaf');
  assert.equal(data.rule.name, 'Tell the till');

  await page.goto('/admin/webhooks');
  await page.getByRole('link', { name: 'Till in the shop' }).click();
  await page.getByRole('button', { name: /^Send Tell the till of .* again$/ }).click();
  const again = await heard(3);
  assert.equal(again.headers['webhook-id'], sold.headers['webhook-id']);
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  const renewed = await page.getByRole('textbox', { name: 'Secret' }).inputValue();
  assert.notEqual(renewed, secret);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('switch', { name: 'Till in the shop is on' }).click();
  await said(page, /Webhook switched off\./);
  await page.getByText(/Switched off .* by/).waitFor();

  // On a phone the same.
  const small = await open({ viewport: phone });
  await signIn(small, server.person);
  await small.goto('/admin/webhooks');
  await small.getByRole('link', { name: 'Till in the shop' }).click();
  await small.getByRole('button', { name: 'Send a test' }).waitFor();
  await settled(small);
  assert.deepEqual(await brokenRules(small), []);

  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
  await page.goto(`/s/${space.prefix}/rules`);
  await page.getByText('call the webhook that was deleted').first().waitFor();
});
