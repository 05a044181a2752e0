// A page of a space: opened, written, cut off from the server, and words of it selected.
import { settled } from './look.mjs';

/** A picture of one point, in base64. */
export const yard =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** What it is called in the words of a page before it is there. */
export const yardId = '01900000-0000-7000-8000-00000000aa01';

/** Attaches the picture to an item. */
export async function attachYard(page, item, id = '') {
  const sent = await page.request.post(
    `/api/v1/items/${item}/attachments?name=yard.png${id && `&id=${id}`}`,
    {
      headers: { 'Content-Type': 'application/octet-stream' },
      data: Buffer.from(yard, 'base64'),
    },
  );
  if (sent.status() !== 201) throw new Error(await sent.text());
  return sent.json();
}

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

/** Takes a page that is open out by its menu; answers the name of the file and where it lies. */
export async function takenOut(page, title, as) {
  await page.getByRole('button', { name: `More for ${title}` }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: as, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), path: await download.path() };
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

/** Selects words of a page that is read, and asks to comment on them. */
export async function speakOf(page, words) {
  await select(page, words);
  await page.locator('.ask').getByRole('button', { name: 'Comment' }).click();
}

/** Makes a share link in its dialog; answers its address. */
export async function madeLink(dialog, mode) {
  await dialog.getByLabel('They can').selectOption(mode);
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  const field = dialog.getByLabel('Share link');
  await field.waitFor();
  return field.inputValue();
}
