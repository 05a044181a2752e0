// A document is shared with somebody who has no account: they read it on a phone, say something, and are answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from './support/browser.mjs';
import { guild } from './support/guild.mjs';
import { brokenRules, expectFocus, settled } from './support/look.mjs';
import { attachYard, madeLink, pageIn, select, speakOf, yardId } from './support/pages.mjs';

async function withFile(t) {
  const all = await guild(t);
  const space = await all.api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const bring = async (name, text, folder) => {
    const query = new URLSearchParams({ name, ...(folder ? { folder_id: folder } : {}) });
    const answer = await all.page.request.post(`/api/v1/spaces/${space.id}/files?${query}`, {
      headers: { 'Content-Type': 'application/octet-stream' },
      data: Buffer.from(text),
    });
    assert.ok(answer.ok(), await answer.text());
    return answer.json();
  };
  return { ...all, space, bring, file: await bring('Boiler room.txt', 'We replace the boiler.') };
}

test('a file is shared from its menu, read and commented on a phone, answered and ended', async (t) => {
  const { page, api, open, file, space } = await withFile(t);
  await page.goto(`/s/${space.prefix}/documents`);
  await settled(page);
  await page
    .getByRole('button', { name: /Boiler room\.txt/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog');
  const link = await madeLink(dialog, 'comment');
  await dialog.getByText('never opened').waitFor();
  assert.deepEqual(await brokenRules(page), []);

  const reader = await open({ viewport: phone });
  await reader.goto(link);
  await reader.getByRole('heading', { name: 'Boiler room.txt' }).waitFor();
  await reader.getByText(/You can read and comment until/).waitFor();
  await reader.getByText('We replace the boiler.').waitFor();
  assert.deepEqual(await brokenRules(reader), []);
  const [download] = await Promise.all([
    reader.waitForEvent('download'),
    reader.getByRole('link', { name: 'Download' }).locator('visible=true').click(),
  ]);
  assert.equal(download.suggestedFilename(), 'Boiler room.txt');
  await reader.getByLabel('Your name').fill('Helen Ward');
  await reader.getByLabel('Your e-mail').fill('helen@example.net');
  await reader.getByLabel('Write a comment').fill('How warm will it be?');
  await reader.getByRole('button', { name: 'Send' }).click();
  await reader.getByRole('listitem').filter({ hasText: 'How warm will it be?' }).waitFor();
  assert.deepEqual(await brokenRules(reader), []);

  const { items } = await api.get(`/items/${file.id}/comments`);
  assert.deepEqual([items[0].author.kind, items[0].author.name], ['contact', 'Helen Ward']);
  await api.post(`/items/${file.id}/comments`, { body: '19 degrees', reply_to: items[0].id });
  await reader.reload();
  await reader.getByText('19 degrees').waitFor();
  const { items: links } = await api.get(`/documents/${file.id}/shares`);
  assert.equal(links[0].opened, 1, 'a link that is open is not opened again');

  // Ended from the list of everything that is shared.
  await page.goto(`/s/${space.prefix}/shared-outside`);
  await page.getByRole('link', { name: 'Boiler room.txt' }).waitFor();
  await page.getByText('opened once').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: /End the link/ }).click();
  await page.getByRole('heading', { name: 'Nothing of this space is shared outside' }).waitFor();
  await reader.getByLabel('Write a comment').fill('Still there?');
  await reader.getByRole('button', { name: 'Send' }).click();
  await reader.getByRole('heading', { name: 'This link doesn’t work any more' }).waitFor();
  assert.deepEqual(await brokenRules(reader), []);
});

test('a folder with a password shows what lies in it, also to somebody who is signed in elsewhere', async (t) => {
  const { page, api, open, bring, space } = await withFile(t);
  const folder = await api.post(`/spaces/${space.id}/folders`, { name: 'Menus' });
  const winter = await api.post(`/spaces/${space.id}/folders`, { name: 'Winter', parent_id: folder.id });
  await bring('Lunch.txt', 'soup', folder.id);
  await bring('Dinner.txt', 'stew', winter.id);
  await bring('Prices.csv', 'Dish;Price\nStew;"4,20"\n', folder.id);
  await bring('Menu.html', '<h1>Soup</h1><script>document.title = "run"</script>', folder.id);
  const password = 'nine kettles on a tram';
  const { link } = await api.post(`/folders/${folder.id}/shares`, { mode: 'read', password });
  const reader = await open();
  await reader.goto(link);
  await reader.getByRole('heading', { name: 'This link has a password' }).waitFor();
  assert.deepEqual(await brokenRules(reader), []);
  await reader.getByLabel('Password', { exact: true }).fill('wrong kettles');
  await reader.getByRole('button', { name: 'Open' }).click();
  await reader.getByText(/This is not the password/).waitFor();
  await reader.getByLabel('Password', { exact: true }).fill(password);
  await reader.getByRole('button', { name: 'Open' }).click();
  await reader.getByRole('heading', { name: 'Menus' }).waitFor();
  assert.deepEqual(await brokenRules(reader), []);
  // What was brought is drawn, and nothing of it is run.
  await reader.getByRole('link', { name: 'Prices.csv' }).click();
  await reader.getByRole('cell', { name: '4,20' }).waitFor();
  await reader.goBack();
  await reader.getByRole('link', { name: 'Menu.html' }).click();
  await reader.getByText('<h1>Soup</h1>').waitFor();
  assert.notEqual(await reader.title(), 'run');
  await reader.goBack();
  await reader.getByRole('link', { name: 'Winter' }).click();
  await reader.getByRole('heading', { name: 'Winter' }).waitFor();
  await reader.getByRole('link', { name: 'Dinner.txt' }).click();
  await reader.getByRole('heading', { name: 'Dinner.txt' }).waitFor();
  assert.ok(reader.url().endsWith(new URL(link).hash), 'the address can be opened again');
  await reader.goBack();
  await reader.getByRole('heading', { name: 'Winter' }).waitFor();
  // A page of one's own beside it stays signed in.
  await page.goto(link);
  await page.getByRole('heading', { name: 'This link has a password' }).waitFor();
  await page.goto('/');
  await page.getByRole('link', { name: 'Inbox' }).first().waitFor();
  // What was no link says so, in the same words as one that ended.
  await reader.goto(link.replace(/#.*/, '#nothing'));
  await reader.goto('about:blank');
  const stranger = await open();
  await stranger.goto(link.replace(/#.*/, '#nothing'));
  await stranger.getByRole('heading', { name: 'This link doesn’t work any more' }).waitFor();
});

test('a page of words is read on a phone', async (t) => {
  const { api, open, space } = await withFile(t);
  const body = '## When we are there\n\nThe **old** boiler goes on Monday.';
  const made = await api.post(`/spaces/${space.id}/pages`, { title: 'Your boiler room', body });
  const { link } = await api.post(`/documents/${made.id}/shares`, { mode: 'read' });
  const reader = await open({ viewport: phone });
  await reader.goto(link);
  await reader.getByRole('heading', { name: 'Your boiler room' }).waitFor();
  await reader.getByRole('heading', { name: 'When we are there' }).waitFor();
  await reader.getByText('boiler goes on Monday.').waitFor();
  assert.deepEqual(await brokenRules(reader), []);
});

test('a passage of a shared page is spoken of on a phone and answered, and the words it is about stand beside it', async (t) => {
  const { page, api, open } = await guild(t);
  const body =
    'Ask [@Tom](guildhall:person/01900000-0000-7000-8000-0000000000aa). The school **stays warm**.\n\nWarm.';
  const { made, at } = await pageIn(api, body, 'Your boiler room');
  const { link } = await api.post(`/documents/${made.id}/shares`, { mode: 'comment' });
  const reader = await open({ viewport: phone });
  await reader.goto(link);
  await reader.getByText('@Tom').waitFor();
  const say = async (words) => {
    await reader.getByLabel('Write a comment').fill(words);
    await reader.getByRole('button', { name: 'Send' }).click();
  };
  await speakOf(reader, 'stays warm');
  await expectFocus(reader, /Your name/);
  await reader.getByLabel('Your name').fill('Helen Ward');
  await reader.getByLabel('Your e-mail').fill('helen@example.net');
  assert.deepEqual(await brokenRules(reader), []);
  await say('How warm?');
  const thread = reader.locator('#talk').getByRole('listitem');
  await thread.getByText('stays warm', { exact: true }).waitFor();
  const passage = reader.locator('.pg-text .passage');
  await reader.waitForFunction(
    () => document.querySelector('.pg-text .passage')?.textContent === 'stays warm',
  );
  assert.deepEqual(await brokenRules(reader), []);

  // Inside it is a comment on a passage like any other, and an answer to it is heard outside and answered.
  await page.goto(at);
  await page.locator('.pg-text .passage', { hasText: 'stays warm' }).waitFor();
  const card = page.getByRole('region', { name: 'Somebody commented this' });
  await card.getByText('Helen Ward').first().waitFor();
  await card.getByRole('button', { name: 'Reply' }).click();
  await card.getByLabel('Reply to Helen Ward').fill('19 degrees');
  await page.keyboard.press('Control+Enter');
  await card.getByText('19 degrees').waitFor();
  await reader.reload();
  await thread.getByText('19 degrees').waitFor();
  await thread.getByRole('button', { name: 'Reply' }).click();
  await reader.getByText('Reply to Tom Ainsworth').waitFor();
  await say('Good.');
  await thread.getByText('Good.').waitFor();
  assert.equal(await thread.count(), 1, 'answers stand under what they answer');
  // From the words to what was said of them, and back.
  await passage.click();
  await reader.locator('#talk li.lit').waitFor();
  await thread.getByRole('button', { name: 'stays warm' }).click();
  await reader.waitForFunction(() => {
    const { top, bottom } = document.querySelector('.pg-text .passage').getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

  // A link for reading marks nothing, and offers nothing.
  const { link: readOnly } = await api.post(`/documents/${made.id}/shares`, { mode: 'read' });
  const other = await open();
  await other.goto(readOnly);
  await other.getByText('@Tom').waitFor();
  await select(other, 'stays warm');
  assert.equal(await other.locator('.ask, .passage, #talk').count(), 0);
});

test('a shared page shows its pictures and can be kept as a PDF, until its link is ended', async (t) => {
  const { page, api, open, space } = await withFile(t);
  const made = await api.post(`/spaces/${space.id}/pages`, {
    title: 'The yard',
    body: `Look:\n\n![The yard in May](guildhall:file/${yardId})`,
  });
  await attachYard(page, made.id, yardId);
  const share = await api.post(`/documents/${made.id}/shares`, { mode: 'comment' });
  const reader = await open();
  await reader.addInitScript(() => (window.print = () => (window.printed = true)));
  await reader.goto(share.link);
  const image = reader.getByRole('img', { name: 'The yard in May' });
  await image.waitFor();
  await reader.waitForFunction(() => document.querySelector('.pg-text img')?.naturalWidth === 1);
  assert.deepEqual(await brokenRules(reader), []);
  await reader.getByRole('button', { name: 'Save as PDF' }).click();
  await reader.waitForFunction(() => window.printed);
  await reader.emulateMedia({ media: 'print' });
  await reader.getByRole('heading', { name: 'The yard' }).waitFor();
  for (const screen of ['.gatehead', '.sharebar', '#talk']) {
    assert.equal(await reader.locator(screen).isVisible(), false, `${screen} is on paper`);
  }
  const address = await image.getAttribute('src');
  assert.equal((await reader.request.get(address)).status(), 200);
  await api.delete(`/shares/${share.id}`);
  assert.equal((await reader.request.get(address)).status(), 410);
});
