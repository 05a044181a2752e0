// From what a stranger asks for to the answer they get: a form, a run, an approval by mail, a photo from the phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { phone, signIn } from '../support/browser.mjs';
import { guild } from '../support/guild.mjs';
import { bring, freePort } from '../support/letter.mjs';
import { settled } from '../support/look.mjs';
import { ana, bringIn, until } from '../support/people.mjs';
import { make, picture } from '../support/processes.mjs';
import { PUBLIC_URL, mailServer, useMail } from '../support/smtp.mjs';

const DOOR = 'work@example.org';
const rose = 'rose@mail.example';
const questions = [{ id: 1, kind: 'text', label: 'What is it about?', required: true, becomes: 'title' }];

/** A server that sends and takes mail, a visit whose offer Ana approves, and a form anybody may answer. */
async function company(t) {
  const [smtp, port] = [await mailServer(t), await freePort()];
  const args = ['--public-url', PUBLIC_URL, '--mail-listen', `127.0.0.1:${port}`];
  const all = await guild(t, { args });
  const { api, open } = all;
  await useMail(api, smtp.port);
  await api.put('/admin/mail/incoming', { address: DOOR });
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const hers = caller(await bringIn(api, open, ana));
  const { me } = await hers.get('/session');
  // Whatever day and hour it is.
  await hers.put('/me/mail', { quiet: false });
  const approval = { approvers: [{ who: 'person', person_id: me.id }], order: 'at_once', needs: 'all' };
  const steps = [
    { text: 'Offer agreed', approval },
    { text: 'The new gauge', evidence: 'photo' },
  ];
  const process = await make(api, space, { name: 'Visit', steps });
  const form = await api.post(`/spaces/${space.id}/forms`, { name: 'Ask for a visit', questions });
  const { link } = await api.put(`/forms/${form.id}/link`, {});
  return { ...all, smtp, port, space, process, link: link.replace(PUBLIC_URL, '') };
}

test('a stranger asks, the offer is approved by mail, a photo from the phone proves the work, and they are told', async (t) => {
  const { page, api, open, server, smtp, port, space, process, link } = await company(t);
  const stranger = await open({ viewport: phone });
  await stranger.goto(link);
  await stranger.getByLabel('What is it about?').fill('The gauge is broken');
  await stranger.getByLabel('Your name').fill('Rose Okafor');
  await stranger.getByLabel('Your e-mail').fill(rose);
  await stranger.getByRole('button', { name: 'Send' }).click();
  await stranger.getByRole('heading', { name: 'Thank you, Rose. We have it.' }).waitFor();

  // It becomes a run by keys: 1, the process, Enter.
  await page.goto(`/s/${space.prefix}/requests`);
  await page.getByRole('link', { name: /The gauge is broken/ }).waitFor();
  await settled(page);
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'The gauge is broken' }).waitFor();
  await page.keyboard.press('1');
  await page.getByLabel('It becomes').press('V');
  await page.getByRole('dialog', { name: 'Accept as a run' }).getByLabel('Title').press('Enter');
  const runs = async () => (await api.get(`/processes/${process.id}/runs`)).items;
  const [run] = await until('the run', runs, (items) => items.length);
  const task = () => api.get(`/tasks/${run.id}`);

  // Whoever approves answers the mail that asks, in one word.
  const asked = await smtp.mail((one) => one.to === ana.email && one.text.includes('Offer agreed'));
  const to = /^Reply-To:[^<]*<([^>]+)>/im.exec(asked)[1];
  await bring(port, to, { from: `${ana.name} <${ana.email}>`, subject: 'Re: Offer agreed', body: 'OK' });
  await until('approved', task, ({ steps }) => steps[0].done);

  // Whoever does it stands in the cellar with a phone.
  const pocket = await open({ viewport: phone });
  await signIn(pocket, server.person);
  await pocket.goto(`/t/${run.task_key}`);
  await settled(pocket);
  await pocket.getByRole('checkbox', { name: 'Done: The new gauge' }).click();
  const chooser = pocket.waitForEvent('filechooser');
  await pocket.getByRole('button', { name: 'Take a photo' }).click();
  await (await chooser).setFiles(picture);
  await until('with its photo', task, ({ steps }) => steps[1].done && steps[1].proof.file_name);
  await pocket.getByRole('button', { name: /^Status/ }).click();
  await pocket.getByRole('menuitemradio', { name: 'Done' }).click();
  await until('done', task, ({ category }) => category === 'done');

  // From the task it is one way to whoever asked; what was said of the task lies over nothing one needs there.
  await pocket.getByRole('link', { name: /Rose Okafor/ }).click();
  await pocket.getByLabel('Write to Rose').fill('It is in, and it shows 1.5 bar.');
  await pocket.getByRole('button', { name: 'Send' }).click();
  const told = await smtp.mail((one) => one.to === rose && one.text.includes('1.5 bar'));
  const [, path] = new RegExp(`${PUBLIC_URL}(/r/\\S+)`).exec(told);
  await stranger.goto(path);
  await stranger.getByText('It is in, and it shows 1.5 bar.').waitFor();
  await stranger.locator('.line', { hasText: 'Finished' }).locator('time').waitFor();
  assert.equal(await stranger.getByText('Offer agreed').count(), 0, 'what is inside stays inside');
});
