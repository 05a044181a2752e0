// From a click until a long page is drawn whole: to be read, and to be written in.
import { once } from './talk.mjs';
import { measure, row } from './times.mjs';

const characters = 200_000;
const line = 'The oven is heated an hour before the first loaves go in, and nobody opens it meanwhile.';
const blocks = Math.ceil(characters / line.length);
const most = 500;

/** The rows, beside a click on an empty page. */
export async function longPage(page, api, empty) {
  const limit = await measure(empty.page, once, {
    open: '#open',
    back: '#back',
    shown: '[data-row]',
    wanted: 2,
  });
  const space = await api.post('/spaces', { name: 'Long pages', prefix: 'LNG' });
  const { id } = await api.post(`/spaces/${space.id}/pages`, {
    title: 'Everything about the oven',
    body: Array.from({ length: blocks }, () => line).join('\n\n'),
  });
  const open = `.flist a[href*="${id}"]`;
  const listed = async () => {
    await page.goto(`/s/${space.prefix}/documents`);
    await page.locator(open).first().waitFor();
  };
  const reading = { open, back: 'nav a[href$="/"]', shown: '.pg-text p', wanted: blocks };
  const read = await measure(page, once, reading, listed);
  await page.goto(`/p/${id}`);
  // The first button above the page begins to write, and ends it.
  const button = '.dtop .r > .btn';
  const writing = { open: button, back: button, shown: '.ProseMirror p', wanted: blocks };
  const shown = () =>
    page
      .locator('.pg-text p')
      .nth(blocks - 1)
      .waitFor({ state: 'attached' });
  const written = await measure(page, once, writing, shown);
  return [
    row(`a page of ${characters.toLocaleString('en')} characters opens`, 1, read, limit, most),
    row(`a page of ${characters.toLocaleString('en')} characters opens for writing`, 1, written, limit, most),
  ];
}
