// A page: written by several at once, read without an editor, commented, and brought back as it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { addLine, edit, lineOf, pageIn, saved, speakOf, text } from '../support/pages.mjs';
import { ana, bringIn, lucia, until } from '../support/people.mjs';

async function opened(t, body) {
  const kit = await guild(t);
  return { ...kit, ...(await pageIn(kit.api, body)) };
}

test('three people write one page, one of them offline for a while', async (t) => {
  const { page, api, open, made, at } = await opened(t);
  const hers = await bringIn(api, open, ana);
  const third = await bringIn(api, open, lucia);
  const line = await lineOf(third);
  for (const one of [page, hers, third]) await edit(one, at);
  await page.keyboard.type('# Stand-up');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Tom: boiler at the bakery.');
  for (const one of [hers, third]) await text(one).getByText('Tom: boiler at the bakery.').waitFor();
  // A hash at the beginning of a line became a heading.
  await text(hers).locator('h2', { hasText: 'Stand-up' }).waitFor();

  await addLine(hers, 'Ana: van to the garage.');
  await text(page).getByText('Ana: van to the garage.').waitFor();
  await page.locator('.caret[data-name="Ana"]').waitFor();

  await line.cut();
  await addLine(third, 'Lucía: in the cellar, no signal.');
  await addLine(page, 'Tom: meanwhile.');
  await text(hers).getByText('Tom: meanwhile.').waitFor();
  assert.equal(await text(page).getByText('no signal').count(), 0);
  await line.mend();
  for (const one of [page, hers, third]) {
    await text(one).getByText('Lucía: in the cellar, no signal.').waitFor();
    await text(one).getByText('Tom: meanwhile.').waitFor();
    await saved(one);
  }
  const words = await Promise.all([page, hers, third].map((one) => text(one).innerText()));
  const plain = words.map((one) => one.replace(/\s+/g, ' ').trim());
  assert.equal(plain[1], plain[0]);
  assert.equal(plain[2], plain[0]);
  assert.deepEqual(await brokenRules(page), []);

  const { doc, headings } = await until(
    'saved as a document',
    () => api.get(`/pages/${made.id}/content`),
    (now) => JSON.stringify(now.doc).includes('no signal'),
  );
  assert.equal(headings[0].text, 'Stand-up');
  assert.equal(doc.content[0].type, 'heading');
});

test('what was written offline in a closed tab is sent when the page is opened again', async (t) => {
  const { page, made, at } = await opened(t);
  const line = await lineOf(page);
  await edit(page, at);
  await page.keyboard.type('Here. ');
  await saved(page);
  await line.cut();
  await page.keyboard.type('In the cellar.');
  await page.evaluate(
    () =>
      new Promise((done, failed) => {
        const look = () => {
          const asked = indexedDB.open('guildhall-pages', 1);
          asked.onerror = failed;
          asked.onsuccess = () => {
            const all = asked.result.transaction('updates').objectStore('updates').count();
            all.onsuccess = () => (all.result >= 14 ? done(null) : requestAnimationFrame(look));
          };
        };
        look();
      }),
  );
  await page.close();
  const context = page.context();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(at);
  await again.getByRole('button', { name: 'Send it' }).click();
  await text(again).getByText('Here. In the cellar.').waitFor();
  await until(
    'sent',
    () => caller(again).get(`/pages/${made.id}/content`),
    (now) => JSON.stringify(now.doc).includes('In the cellar.'),
  );
});

test('reading loads no editor, follows what is written, and every kind of block is drawn', async (t) => {
  const { page, api, open, at } = await opened(
    t,
    '# Before you start\n\nLet it **run** for [ten](https://example.org/) minutes.\n\n- [x] Gas off\n- [ ] Gas on\n\n| Make | Band |\n|---|---|\n| Bosch | 8.6 |\n\n> quoted\n\n## If it fails\n\n1. Isolate\n2. Tag\n\n```\nF.28\n```',
  );
  const hers = await bringIn(api, open, ana);
  const scripts = [];
  hers.on('request', (request) => scripts.push(new URL(request.url()).pathname));
  await hers.goto(at);
  await hers.getByRole('heading', { name: 'Before you start' }).waitFor();
  await settled(hers);
  await hers.getByRole('cell', { name: '8.6' }).waitFor();
  await hers.getByRole('checkbox', { name: 'Gas off', checked: true }).waitFor();
  assert.equal(await hers.getByRole('navigation', { name: 'On this page' }).getByRole('link').count(), 2);
  assert.deepEqual(
    scripts.filter((path) => /\/(Editor|tiptap|yjs)-/.test(path)),
    [],
  );
  assert.deepEqual(await brokenRules(hers), []);

  await edit(page, at);
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Hand over at five.');
  await hers.getByText('Hand over at five.').waitFor();
  await hers
    .getByRole('navigation', { name: 'On this page' })
    .getByRole('link', { name: 'If it fails' })
    .click();
  assert.match(hers.url(), /#h-if-it-fails$/);
});

test('a passage is commented while reading, stays with its words, and becomes a task', async (t) => {
  const { page, api, open, space, at } = await opened(t, 'A drift of more than 0.4 points means the gasket.');
  const hers = await bringIn(api, open, ana);
  await hers.goto(at);
  await hers.getByText('A drift of more').waitFor();
  await speakOf(hers, '0.4 points');
  await hers.getByLabel('Comment on “0.4 points”').fill('Tight for the older ones');
  await hers.keyboard.press('Control+Enter');
  await hers.locator('.passage', { hasText: '0.4 points' }).waitFor();

  await edit(page, at);
  await page.locator('.ProseMirror .passage', { hasText: '0.4 points' }).waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Note this: ');
  await page.locator('.ProseMirror .passage', { hasText: '0.4 points' }).waitFor();
  await hers.getByText('Note this: A drift').waitFor();
  await hers.locator('.passage', { hasText: '0.4 points' }).waitFor();

  const card = page.getByRole('region', { name: 'Somebody commented this' });
  await card.getByText('Tight for the older ones').hover();
  await card.getByRole('button', { name: 'More for this comment' }).click();
  await page.getByRole('menuitem', { name: 'Make task' }).click();
  await page.getByRole('dialog', { name: 'Make task' }).waitFor();
  await page.keyboard.press('Enter');
  await card.getByRole('link', { name: /Tight for the older ones/ }).waitFor();
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  assert.equal(items[0].title, 'Tight for the older ones');

  await card.getByRole('button', { name: 'Resolve' }).click();
  await page.locator('.passage').waitFor({ state: 'detached' });
  // It is taken back like anything else, and done again.
  const told = page.locator('.toast', { hasText: 'Comment resolved' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.passage', { hasText: '0.4 points' }).waitFor();
  await card.getByRole('button', { name: 'Resolve' }).click();
  await page.locator('.passage').waitFor({ state: 'detached' });
  await hers.getByRole('button', { name: '1 resolved comment' }).click();
  await hers.getByRole('button', { name: 'Reopen' }).click();
  await hers.locator('.passage', { hasText: '0.4 points' }).waitFor();
});

test('a passage may begin at the first sign of a page', async (t) => {
  const { page, at } = await opened(t, 'A drift of more than 0.4 points means the gasket.');
  await page.goto(at);
  await settled(page);
  await speakOf(page, 'A drift');
  await page.getByLabel('Comment on “A drift”').fill('Which?');
  await page.keyboard.press('Control+Enter');
  await page.locator('.pg-text .passage', { hasText: /^A drift$/ }).waitFor();
  await edit(page, at);
  await page.locator('.ProseMirror .passage', { hasText: /^A drift$/ }).waitFor();
});

test('an old version is compared and restored', async (t) => {
  const { page, api, made, at } = await opened(t, 'Let it run for five minutes.');
  await api.post(`/documents/${made.id}/versions`, { name: 'Five' });
  await edit(page, at);
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Then measure twice.');
  await saved(page);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Versions' }).click();
  const panel = page.getByRole('region', { name: 'Versions of Minutes' });
  await panel.getByPlaceholder('Name the version of now').fill('Twice');
  await panel.getByRole('button', { name: 'Keep' }).click();
  await panel.getByText('Twice').waitFor();
  const boxes = panel.getByRole('checkbox');
  await boxes.first().check();
  await boxes.last().check();
  await panel.locator('ins', { hasText: 'measure twice' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await panel
    .getByRole('listitem')
    .filter({ hasText: 'Five' })
    .getByRole('button', { name: 'Restore' })
    .click();
  await until(
    'restored',
    () => api.get(`/pages/${made.id}/content`),
    (now) => !JSON.stringify(now.doc).includes('measure twice'),
  );
  await page.locator('.pg-text').getByText('Then measure twice').waitFor({ state: 'detached' });
});

test('what is said of a passage stays with it when an old version comes back', async (t) => {
  const body = 'Let it run.\n\nMeasure the pressure at the gauge.\n\nHand over.';
  const { page, api, made, at } = await opened(t, body);
  await api.post(`/documents/${made.id}/versions`, { name: 'First' });
  await page.goto(at);
  await page.getByText('Measure the pressure').waitFor();
  await speakOf(page, 'the pressure');
  await page.getByLabel('Comment on “the pressure”').fill('In bar');
  await page.keyboard.press('Control+Enter');
  await page.locator('.passage', { hasText: 'the pressure' }).waitFor();
  // Before and behind it, and in its own line.
  await edit(page, at);
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Today: ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.type(' Twice.');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' At five.');
  await saved(page);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('.pg-text').getByText('Hand over. At five.').waitFor();
  await page.getByRole('button', { name: 'Versions' }).click();
  await page
    .getByRole('region', { name: 'Versions of Minutes' })
    .getByRole('listitem')
    .filter({ hasText: 'First' })
    .getByRole('button', { name: 'Restore' })
    .click();
  await page.locator('.pg-text').getByText('Today: ').waitFor({ state: 'detached' });
  await page.locator('.pg-text').getByText('Measure the pressure at the gauge.').waitFor();
  await page.locator('.pg-text .passage', { hasText: /^the pressure$/ }).waitFor();
});

test('a slash puts in blocks, people are named, a live list is worked in', async (t) => {
  const { page, api, space, at, made } = await opened(t);
  const task = await api.post(`/spaces/${space.id}/tasks`, { title: 'Order gaskets' });
  await edit(page, at);
  await page.keyboard.type('/live');
  await page.getByRole('option', { name: 'Live task list' }).waitFor();
  await page.keyboard.press('Enter');
  const list = page.locator('.emb');
  await list.getByRole('link', { name: 'Order gaskets' }).waitFor();
  await list.getByRole('checkbox', { name: /Order gaskets/ }).click();
  await until(
    'done',
    () => api.get(`/tasks/${task.id}`),
    (now) => now.category === 'done',
  );
  await list.getByPlaceholder('Add a task').fill('Ring the maker');
  await page.keyboard.press('Enter');
  await list.getByRole('link', { name: 'Ring the maker' }).waitFor();
  await page.keyboard.press('Control+End');
  await text(page).press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('@Tom');
  await page.getByRole('option', { name: /Tom Ainsworth/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.ProseMirror .mention', { hasText: '@Tom Ainsworth' }).waitFor();
  const { doc } = await until(
    'saved',
    () => api.get(`/pages/${made.id}/content`),
    (now) => JSON.stringify(now.doc).includes('"mention"'),
  );
  assert.ok(doc.content.some((node) => node.type === 'taskView'));
});
