// Mails as mail programs show them, light and dark: each kind of mail is taken by a real server, and its words are to be read
// on the ground such programs have.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { caller } from './support/api.mjs';
import { phone } from './support/browser.mjs';
import { guild } from './support/guild.mjs';
import { bring, freePort } from './support/letter.mjs';
import { ana, bringIn, lucia, spaceWith, until } from './support/people.mjs';
import { PUBLIC_URL, mailServer, useMail } from './support/smtp.mjs';

const pictures = process.env.GUILDHALL_SCREENS;

/** What programs paint behind a mail. */
const grounds = [
  ['light', '#ffffff'],
  ['light', '#f3f2ef'],
  ['dark', '#000000'],
  ['dark', '#202124'],
];

const htmlOf = (text) => /<!doctype html>[^]*<\/html>/.exec(text)[0];

/** One mail on every ground. */
async function readable(page, name, text) {
  for (const [colorScheme, ground] of grounds) {
    const look = `${name} ${colorScheme} on ${ground}`;
    await page.emulateMedia({ colorScheme });
    await page.setContent(htmlOf(text));
    await page.addStyleTag({ content: `html { background: ${ground} }` });
    const found = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
    const places = (results) => results.flatMap(({ nodes }) => nodes.map(({ html }) => html.slice(0, 160)));
    assert.deepEqual(places(found.violations), [], look);
    assert.ok(places(found.passes).length > 0, `${look}: there were words to look at`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${look} is ${wide} pixels too wide`);
    if (pictures)
      await page.screenshot({ path: join(pictures, `mail-${name}-${colorScheme}-${ground.slice(1)}.png`) });
  }
}

test('every kind of mail can be read in the light and in the dark', async (t) => {
  const port = await freePort();
  const args = ['--public-url', PUBLIC_URL, '--mail-listen', `127.0.0.1:${port}`];
  const { api, open } = await guild(t, { args });
  // Until all of it is written nobody listens, so that what one has together comes as one mail.
  await useMail(api, await freePort());
  await api.put('/admin/mail/incoming', { address: 'work.example.com' });
  const { space, tasks } = await spaceWith(api, [
    'Look at the radiators',
    'Certificate for Harbour Street 12',
    'Fit the new boiler',
    'Order gaskets',
    'Ring the bakery',
    'Sweep the yard',
  ]);
  await api.put(`/spaces/${space.id}/mail`, { on: true, name: 'help' });
  const [hers, theirs] = [caller(await bringIn(api, open, ana)), caller(await bringIn(api, open, lucia))];
  const [anas, lucias] = [(await hers.get('/me')).id, (await theirs.get('/me')).id];
  // Whatever day and hour it is.
  for (const one of [hers, theirs]) await one.put('/me/mail', { quiet: false });
  // Mail begins with what is told once the server knows how to send it.
  await until(
    'begun',
    async () => {
      await api.post(`/spaces/${space.id}/tasks`, { title: 'Sweep the roof', assignee_id: lucias });
      return api.get('/admin/mail');
    },
    ({ waiting }) => waiting > 0,
  );
  for (const task of tasks.slice(2)) await api.patch(`/tasks/${task.id}`, { assignee_id: lucias });
  await api.patch(`/tasks/${tasks[0].id}`, {
    assignee_id: anas,
    body: 'The third radiator upstairs stays cold.',
  });
  await api.post(`/items/${tasks[1].id}/approvals`, {
    approver_ids: [anas],
    body: 'Can the certificate go out?',
  });
  await bring(port, 'help@work.example.com', {
    from: 'Leo Marsh <leo@example.net>',
    subject: 'Loud pump',
    body: 'It hums.',
  });
  const topics = () => api.get(`/spaces/${space.id}/topics`);
  const { items } = await until('the topic', topics, ({ items: found }) => found.length === 1);
  await api.post(`/items/${items[0].id}/comments`, { body: 'We come **tomorrow** at nine.\nIs that right?' });

  await until(
    'tried',
    () => api.get('/admin/mail'),
    ({ problem }) => problem !== null,
    60_000,
  );
  const smtp = await mailServer(t);
  await useMail(api, smtp.port);
  await api.post('/admin/mail/test');
  const mails = {
    test: ({ text }) => text.includes('You asked for this mail'),
    assigned: ({ to, text }) => to === ana.email && text.includes('assigned you'),
    approval: ({ to, text }) => to === ana.email && text.includes('asks you to approve'),
    bundle: ({ to, text }) => to === lucia.email && /\d things need you/.test(text),
    contact: ({ to }) => to === 'leo@example.net',
  };
  const page = await open({ viewport: phone });
  for (const [name, find] of Object.entries(mails)) await readable(page, name, await smtp.mail(find));
});
