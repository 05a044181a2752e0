// Push: whether a browser is told what needs one, what it shows, and why it may not be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, newPage } from './support/browser.mjs';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { until } from './support/people.mjs';
import { startServer } from './support/server.mjs';

const NAME = 'guildhall.northfold.example';

/** A push service is not to be had in a test; what a browser would get from one is made up here, the rest is real. */
function agreeing() {
  const keys = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  let now = null;
  PushManager.prototype.getSubscription = () => Promise.resolve(now);
  PushManager.prototype.subscribe = (options) => {
    now = {
      options: { applicationServerKey: options.applicationServerKey.buffer },
      toJSON: () => ({ endpoint: 'https://push.example.com/this-browser', keys }),
      unsubscribe: () => {
        now = null;
        return Promise.resolve(true);
      },
    };
    return Promise.resolve(now);
  };
}

test('a browser agrees, may show what it is about, and is removed', async (t) => {
  const { page, api } = await guild(t);
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(agreeing);
  await page.goto('/me?part=push');
  await settled(page);
  const part = page.locator('#me-push');
  await part.getByRole('button', { name: 'Tell me in this browser' }).focus();
  await page.keyboard.press('Enter');
  const content = part.getByRole('switch', { name: 'Show what it is about' });
  await content.waitFor();
  const devices = async () => (await api.get('/me/push')).items;
  assert.deepEqual(
    (await devices()).map((one) => [one.current, one.content]),
    [[true, false]],
  );
  await content.click();
  await until('allowed', devices, ([one]) => one.content);
  assert.deepEqual(await brokenRules(page), []);
  await part.getByRole('button', { name: /^Remove / }).click();
  await part.getByRole('button', { name: 'Tell me in this browser' }).waitFor();
  assert.deepEqual(await devices(), []);
});

test('what is told is shown with the page closed or open, and leads where it belongs', async (t) => {
  const { page, server } = await guild(t);
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(agreeing);
  await page.goto('/me?part=push');
  await settled(page);
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise((known) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations.length) known(registrations[0].registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  await page.locator('#me-push').getByRole('button', { name: 'Tell me in this browser' }).click();
  const registrationId = await registered;
  await page.locator('#me-push').getByRole('switch').waitFor();
  const tell = (data) =>
    devtools.send('ServiceWorker.deliverPushMessage', { origin: server.url, registrationId, data });
  const shown = () =>
    page.evaluate(async () => {
      const { ready } = navigator.serviceWorker;
      return (await (await ready).getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
    });
  // A worker that has just been added takes a moment; the same thing told twice is shown once.
  const told = (data) => async () => {
    await tell(data);
    return shown();
  };
  const valve = { title: 'Ana assigned you “Valve”', body: '', path: '/people', tag: 'a' };
  await until('shown', told(JSON.stringify(valve)), (all) => all.length === 1);
  // What cannot be read says no more than that there is something.
  const both = await until('shown', told('not what the server sends'), (all) => all.length === 2);
  assert.ok(both.some((one) => one.body === 'Something needs you in Guildhall'));
  // Whoever opened the page before it had a worker gets a new window; from then on the open one is used.
  await page.reload();
  await settled(page);
  const [worker] = page.context().serviceWorkers();
  await worker.evaluate(async () => {
    const all = await self.registration.getNotifications();
    const notification = all.find((one) => one.tag === 'a');
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
  });
  await page.waitForURL(`${server.url}/people`);
});

test('on plain http the page says why it is not offered', async (t) => {
  const server = await startServer();
  t.after(() => server.close());
  const browser = await launch({ args: [`--host-resolver-rules=MAP ${NAME} 127.0.0.1`] });
  t.after(() => browser.close());
  const page = await newPage(browser, { url: server.url.replace('127.0.0.1', NAME) });
  await page.goto('/me?part=push');
  await page.getByLabel('E-mail').fill(server.person.email);
  await page.getByLabel('Password', { exact: true }).fill(server.person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Browsers allow this only on encrypted addresses.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Tell me in this browser' }).count(), 0);
});
