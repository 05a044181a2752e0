// One conversation across a topic, a task and mail: two browsers, somebody on the way with a mail program, and somebody
// without an account, with real servers of mail and mailboxes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { bring, freePort } from '../support/letter.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { mailbox } from '../support/mailbox.mjs';
import { ana, bringIn, spaceWith, until } from '../support/people.mjs';
import { PUBLIC_URL, mailServer, useMail } from '../support/smtp.mjs';

const DOOR = 'work@example.org';
const leo = 'Leo Marsh <leo@example.net>';
const bo = { name: 'Bo Lind', email: 'bo@northfold.example', password: 'nine lamps over a harbour' };

/** Where a mail says that answers go. */
const replyTo = (text) => /^Reply-To:[^<]*<([^>]+)>/im.exec(text)[1];

test('two browsers, a mail program and somebody without an account hold one conversation', async (t) => {
  const [smtp, box, port] = [await mailServer(t), await mailbox(t), await freePort()];
  const args = ['--public-url', PUBLIC_URL, '--mail-listen', `127.0.0.1:${port}`];
  const { page, api, open } = await guild(t, { args });
  await useMail(api, smtp.port);
  await api.put('/admin/mail/incoming', { address: DOOR });
  const { space } = await spaceWith(api, []);
  await api.put(`/spaces/${space.id}/mail`, { on: true, name: 'help' });
  const hers = await bringIn(api, open, ana);
  const away = caller(await bringIn(api, open, bo));
  const bosId = (await away.get('/session')).me.id;
  // Whatever day and hour it is.
  await away.put('/me/mail', { quiet: false });

  // A mail to the space becomes a topic, which both browsers see come.
  await page.goto(`/s/${space.prefix}/discussions`);
  await hers.goto(`/s/${space.prefix}/discussions`);
  await settled(hers);
  await bring(port, 'work+help@example.org', {
    from: leo,
    subject: 'Loud pump',
    body: 'The pump makes a whirligig noise.',
  });
  for (const one of [page, hers])
    await one
      .getByRole('link', { name: /Loud pump/ })
      .first()
      .click();
  await hers.getByText('The pump makes a whirligig noise.').first().waitFor();

  // One asks who is on the way, by name; the other reads it at once.
  const { items } = await api.get(`/spaces/${space.id}/topics`);
  const topic = items.find((one) => one.title === 'Loud pump');
  await api.post(`/items/${topic.id}/comments`, {
    body: `[@Bo](guildhall:person/${bosId}) can you look at the tangerine valve there?`,
  });
  await hers.getByText('can you look at the tangerine valve there?').first().waitFor();
  const asked = await smtp.mail((one) => one.to === bo.email && one.text.includes('tangerine'));
  // They answer from the telephone; the mail lies in the mailbox of the company.
  box.put([
    `From: ${bo.name} <${bo.email}>`,
    `To: ${replyTo(asked)}`,
    'Subject: Re: Loud pump',
    'Message-ID: <from-the-van@example.com>',
    '',
    'On Tuesday, with a new cobblestone gasket.',
    '',
    'On Monday, Olga wrote:',
    '> can you look',
  ]);
  await api.put('/admin/mail/incoming', { address: DOOR, ...box.settings });
  const answer = page.locator('[id^="c-"]').filter({ hasText: 'with a new cobblestone gasket.' });
  await answer.waitFor();
  await answer.getByText(bo.name).first().waitFor();
  assert.equal(await answer.getByText('can you look').count(), 0, 'what it quotes is left out');

  // The answer becomes a task by a key; done in the other browser, the message shows it.
  await answer.focus();
  await page.keyboard.press('t');
  await page.getByRole('dialog', { name: 'Make task' }).waitFor();
  await page.keyboard.press('Enter');
  const theirs = hers.locator('[id^="c-"]').filter({ hasText: 'with a new cobblestone gasket.' });
  await theirs.getByRole('link', { name: /cobblestone gasket/ }).waitFor();
  await hers.goto(`/s/${space.prefix}/tasks`);
  const name = /^Mark done: .*cobblestone gasket/;
  await hers.getByRole('button', { name }).or(hers.getByRole('checkbox', { name })).click();
  await answer.getByRole('img', { name: 'Done' }).waitFor();

  // Whoever has no account is answered, and goes on.
  const told = await smtp.mail((one) => one.to === 'leo@example.net' && one.text.includes('cobblestone'));
  await bring(port, replyTo(told), {
    from: leo,
    subject: 'Re: Loud pump',
    body: 'Tuesday suits the marzipan shop.',
  });
  await page.locator('[id^="c-"]').filter({ hasText: 'Tuesday suits the marzipan shop.' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);

  for (const word of ['whirligig', 'tangerine', 'cobblestone', 'marzipan'])
    await until(
      `found ${word}`,
      () => api.get(`/search?q=${word}`),
      (found) => found.items.some((hit) => hit.item_id === topic.id),
    );
});
