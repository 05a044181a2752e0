// Around the text of a page: pictures dropped in, points that become tasks, links, versions step by step, details.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules, settled } from '../support/look.mjs';
import { pageIn, saved, text, yard } from '../support/pages.mjs';
import { ana, bringIn, until } from '../support/people.mjs';

async function opened(t, body) {
  const kit = await guild(t);
  return { ...kit, ...(await pageIn(kit.api, body, 'Boiler sheet')) };
}
const content = (api, id) => api.get(`/pages/${id}/content`);

test('a picture that is dropped into a page stands where it fell, for everybody', async (t) => {
  const { page, api, open, made, at } = await opened(t, 'First line\n\nLast line');
  const hers = await bringIn(api, open, ana);
  await hers.goto(at);
  await page.goto(`${at}?edit=1`);
  const first = text(page).getByText('First line');
  await first.waitFor();
  const { x, y, height } = await first.boundingBox();
  const data = await page.evaluateHandle((base64) => {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'yard.png', { type: 'image/png' }));
    return transfer;
  }, yard);
  await first.dispatchEvent('drop', {
    dataTransfer: data,
    clientX: x + 2,
    clientY: y + height / 2,
    bubbles: true,
    cancelable: true,
  });
  const loaded = (where) =>
    where.waitForFunction(() => {
      const picture = document.querySelector('.pg-text img:not(.ProseMirror-separator)');
      return picture?.complete && picture.naturalWidth === 1;
    });
  await loaded(page);
  const { doc } = await until(
    'kept',
    () => content(api, made.id),
    (now) => now.doc.content.some((node) => node.type === 'image'),
  );
  const kinds = doc.content.map((node) => node.type);
  assert.ok(kinds.indexOf('image') < kinds.length - 1, `it fell on the first line: ${kinds}`);
  await loaded(hers);
  const { items } = await api.get(`/items/${made.id}/attachments`);
  assert.equal(items[0].name, 'yard.png');
});

test('a point of a checklist becomes a task by one key, and each leads to the other', async (t) => {
  const { page, api, space, made, at } = await opened(t, '- [ ] Order the gasket\n- [ ] Ring the maker');
  await page.goto(`${at}?edit=1`);
  await text(page).getByText('Order the gasket').click();
  await page.keyboard.press('Control+Alt+t');
  await text(page).locator('.chip', { hasText: 'Order the gasket' }).waitFor();
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  assert.deepEqual(
    items.map((task) => task.title),
    ['Order the gasket'],
  );
  await until(
    'kept',
    () => content(api, made.id),
    (now) => JSON.stringify(now.doc).includes('itemChip'),
  );
  await page.goto(at);
  await settled(page);
  await page.getByRole('region', { name: 'Linked' }).getByRole('link', { name: 'Order the gasket' }).click();
  await page.getByRole('region', { name: 'Linked' }).getByRole('link', { name: 'Boiler sheet' }).waitFor();
});

test('a document is linked from itself and from a message, and both ends show it', async (t) => {
  const { page, api, open, space, at } = await opened(t, 'Words');
  const topic = await api.post(`/spaces/${space.id}/topics`, { title: 'Cold radiators' });
  const other = await api.post(`/spaces/${space.id}/pages`, { title: 'Radiator list', body: 'Words' });
  await api.post(`/items/${topic.id}/comments`, { body: 'Look at the list' });
  await until(
    'found',
    () => api.get('/search?q=radiators'),
    ({ total }) => total > 0,
  );
  await page.goto(at);
  await settled(page);
  const linked = page.getByRole('region', { name: 'Linked' });
  await linked.getByRole('button', { name: 'Link something' }).click();
  await page.getByRole('combobox', { name: 'Words or a key' }).fill('radiators');
  await page.getByRole('option', { name: /Cold radiators/ }).click();
  await linked.getByRole('link', { name: 'Cold radiators' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);

  const hers = await bringIn(api, open, ana);
  await hers.goto(`/d/${topic.id}`);
  await hers
    .getByRole('complementary', { name: /About/ })
    .getByRole('link', { name: 'Boiler sheet' })
    .waitFor();
  const message = hers.locator('.cm', { hasText: 'Look at the list' });
  await message.hover();
  await message.getByRole('button', { name: 'More for this comment' }).click();
  await hers.getByRole('menuitem', { name: 'Link a document' }).click();
  await hers.getByRole('combobox', { name: 'Words of its title' }).fill('radiator');
  await hers.getByRole('option', { name: /Radiator list/ }).waitFor();
  assert.deepEqual(await brokenRules(hers), []);
  await hers.keyboard.press('Enter');
  const chip = message.getByRole('link', { name: 'Radiator list' });
  await chip.waitFor();
  await page.goto(`/p/${other.id}`);
  await linked.getByRole('link', { name: 'Cold radiators' }).waitFor();

  await hers.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await chip.waitFor({ state: 'detached' });
  await linked.getByRole('link', { name: 'Cold radiators' }).waitFor({ state: 'detached' });
});

test('the changes between two versions are stepped through', async (t) => {
  const { page, api, made, at } = await opened(t, 'Let it run for five minutes.\n\n## Hand over\n\nAt noon.');
  await api.post(`/documents/${made.id}/versions`, { name: 'Five' });
  await page.goto(`${at}?edit=1`);
  await text(page).getByText('five minutes').waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Always. ');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Or later.');
  await saved(page);
  await api.post(`/documents/${made.id}/versions`, { name: 'Later' });
  await page.goto(`${at}?versions=${made.id}`);
  const panel = page.getByRole('region', { name: 'Versions of Boiler sheet' });
  const boxes = panel.getByRole('checkbox');
  await boxes.first().check();
  await boxes.last().check();
  await panel.getByText('1 of 2 changes').waitFor();
  await panel.locator('ins.at', { hasText: 'Always' }).waitFor();
  assert.equal(await panel.getByRole('button', { name: 'Earlier' }).isDisabled(), true);
  await panel.getByRole('button', { name: 'Later' }).click();
  await panel.getByText('2 of 2 changes').waitFor();
  await panel.locator('ins.at', { hasText: 'Or later' }).waitFor();
  assert.equal(await panel.getByRole('button', { name: 'Later' }).isDisabled(), true);
  await panel.getByRole('button', { name: 'Earlier' }).click();
  await panel.getByText('1 of 2 changes').waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('the details of a document say whose it is, where it is linked, and who outside sees it', async (t) => {
  const { page, api, space, made, at } = await opened(t, 'Two words');
  const task = await api.post(`/spaces/${space.id}/tasks`, { title: 'Print it' });
  await api.put(`/items/${task.id}/links/${made.id}`, { relation: 'relates' });
  await api.post(`/documents/${made.id}/shares`, { mode: 'read' });
  await api.post(`/documents/${made.id}/versions`, { name: 'Band per make' });
  await page.goto(at);
  await settled(page);
  await page
    .locator('.dtop')
    .getByRole('button', { name: /Boiler sheet/ })
    .click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  const panel = page.getByRole('region', { name: 'Details of Boiler sheet' });
  for (const said of ['2 words', '1 version', 'SVC-1', 'Service'])
    await panel.getByText(said).first().waitFor();
  await panel
    .getByText(/Tom Ainsworth, \d+ \w+ 20\d\d/)
    .first()
    .waitFor();
  await panel.getByRole('link', { name: 'Print it' }).waitFor();
  const shares = panel.getByRole('region', { name: 'Shared outside' });
  await shares.getByText('never opened').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await shares.getByRole('button', { name: /End/ }).click();
  await shares.getByText('Not shared').waitFor();
  await panel.getByRole('link', { name: '1 version' }).click();
  await page.getByRole('region', { name: 'Versions of Boiler sheet' }).getByText('Band per make').waitFor();
});
