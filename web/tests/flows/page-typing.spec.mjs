// A page is written by the signs of Markdown, as they are typed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from '../support/guild.mjs';
import { brokenRules } from '../support/look.mjs';
import { edit, pageIn, saved, text } from '../support/pages.mjs';
import { until } from '../support/people.mjs';

/** What stands in a page: words with their marks, blocks with what is in them. */
const plain = (node) =>
  node.type === 'text'
    ? [(node.marks ?? []).map((mark) => mark.type).join(), node.text]
    : [node.type, ...(node.content ?? []).map(plain)];
const line = (...words) => ['paragraph', ...words.map((one) => (typeof one === 'string' ? ['', one] : one))];

test('signs of Markdown become what they mean while they are typed', async (t) => {
  const { page, api } = await guild(t);
  const { made, at } = await pageIn(api);
  await edit(page, at);
  const write = async (...lines) => {
    for (const [number, words] of lines.entries()) {
      if (number) await page.keyboard.press('Enter');
      await page.keyboard.type(words);
    }
  };
  /** Out of what is being written: an empty line at its end is a line behind it. */
  const leave = async (times = 2) => {
    for (let time = 0; time < times; time += 1) await page.keyboard.press('Enter');
  };
  await write('- Bread', 'Rolls');
  await leave();
  await write('1. Bake', 'Sell');
  await leave();
  await write('> Quoted');
  await leave();
  await write('[x] Flour', 'Salt');
  await leave();
  await write('---');
  await write('```', 'F.28');
  await leave(3);
  await write('**bold** and *slant* and ~~gone~~ and ==lit== and `sign` and https://example.org/ too');
  await saved(page);
  const { doc } = await until(
    'kept',
    () => api.get(`/pages/${made.id}/content`),
    (now) => JSON.stringify(now.doc).includes(' too'),
  );
  assert.deepEqual(doc.content.map(plain), [
    ['bulletList', ['listItem', line('Bread')], ['listItem', line('Rolls')]],
    ['orderedList', ['listItem', line('Bake')], ['listItem', line('Sell')]],
    ['blockquote', line('Quoted')],
    ['taskList', ['taskItem', line('Flour')], ['taskItem', line('Salt')]],
    ['horizontalRule'],
    ['codeBlock', ['', 'F.28']],
    line(
      ['bold', 'bold'],
      ' and ',
      ['italic', 'slant'],
      ' and ',
      ['strike', 'gone'],
      ' and ',
      ['highlight', 'lit'],
      ' and ',
      ['code', 'sign'],
      ' and ',
      ['link', 'https://example.org/'],
      ' too',
    ),
  ]);
  const ticks = doc.content[3].content.map((point) => point.attrs?.checked ?? false);
  assert.deepEqual(ticks, [true, false]);
});

test('words become a link by keys, and the box says what is no address', async (t) => {
  const { page, api } = await guild(t);
  const { made, at } = await pageIn(api, 'The price list is on our site.');
  await edit(page, at);
  await text(page).press('Control+Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.press('Control+k');
  const box = page.getByRole('dialog');
  const address = box.getByRole('textbox');
  await address.waitFor();
  await address.fill('javascript:alert(1)');
  await address.press('Enter');
  assert.equal(await address.getAttribute('aria-invalid'), 'true');
  assert.deepEqual(await brokenRules(page), []);
  await address.fill('northfold.example/prices');
  await address.press('Enter');
  await box.waitFor({ state: 'detached' });
  await saved(page);
  await until(
    'kept',
    () => api.get(`/pages/${made.id}/content`),
    ({ doc }) => JSON.stringify(doc).includes('"https://northfold.example/prices"'),
  );
});

test('whoever ends writing with the caret in the text leaves no fault behind', async (t) => {
  const { page, api } = await guild(t);
  const { at } = await pageIn(api);
  await edit(page, at);
  await page.keyboard.type('Bread');
  await saved(page);
  // By a program, so that the button does not take the focus first: the text has it while it is taken away.
  const done = page.getByRole('button', { name: 'Done', exact: true });
  await done.evaluate((button) => button.click());
  await text(page).waitFor({ state: 'detached' });
  await page.getByRole('main').getByText('Bread').first().waitFor();
});
