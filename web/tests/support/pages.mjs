// A page of a space: opened, written, cut off from the server, and words of it selected.
import { settled } from './look.mjs';

/** A space with a page in it, and where that is. */
export async function pageIn(api, body, title = 'Minutes') {
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const made = await api.post(`/spaces/${space.id}/pages`, {
    title,
    folder_id: null,
    ...(body ? { body } : {}),
  });
  return { space, made, at: `/p/${made.id}` };
}

export const text = (page) => page.getByRole('textbox', { name: 'Text of the page' });

export async function edit(page, at) {
  await page.goto(at);
  await settled(page);
  await page.keyboard.press('e');
  await text(page).waitFor();
}

export const saved = (page) => page.locator('.standing').getByText('Saved', { exact: true }).waitFor();

/** Types in a line of its own at the end. */
export async function addLine(page, line) {
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type(line);
}

/** The line of a page to the server, to be cut and mended: a browser that is offline keeps a line that stands. */
export async function lineOf(page) {
  const open = new Set();
  let whole = true;
  await page.routeWebSocket(/\/api\/v1\/live/, (line) => {
    if (!whole) return void line.close();
    line.connectToServer();
    open.add(line);
  });
  return {
    cut: async () => {
      whole = false;
      await page.context().setOffline(true);
      for (const line of open) await line.close();
      open.clear();
      await page
        .locator('.standing')
        .getByText(/Offline/)
        .waitFor();
    },
    mend: async () => {
      whole = true;
      await page.context().setOffline(false);
    },
  };
}

/** Selects words of a page that is read. */
export const select = (page, words) =>
  page.evaluate((wanted) => {
    const texts = document.createTreeWalker(document.querySelector('.pg-text'), NodeFilter.SHOW_TEXT);
    let node = texts.nextNode();
    while (!node.textContent.includes(wanted)) node = texts.nextNode();
    const from = node.textContent.indexOf(wanted);
    getSelection().setBaseAndExtent(node, from, node, from + wanted.length);
  }, words);
