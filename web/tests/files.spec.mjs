// Files: attached by button, drop and paste; sent on over a broken line; found by their words; deleted and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { phone } from './support/browser.mjs';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';

async function opened(t, options) {
  const kit = await guild(t, options);
  const space = await kit.api.post('/spaces', { name: 'Service' });
  const task = await kit.api.post(`/spaces/${space.id}/tasks`, { title: 'Replace the valve' });
  await kit.page.goto(`/t/${task.key}`);
  await settled(kit.page);
  return { ...kit, task };
}

const files = (page) => page.getByRole('region', { name: 'Files' });

/** A PNG of one colour, made here. */
function png(width, height) {
  const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  const crc = (bytes) => {
    let sum = 0xffffffff;
    for (const byte of bytes) sum = table[(sum ^ byte) & 0xff] ^ (sum >>> 8);
    return (sum ^ 0xffffffff) >>> 0;
  };
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x5a)]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function choose(page, button, chosen) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(chosen);
}

/** Drops files onto something, as a hand would. */
async function drop(page, target, type, given) {
  const data = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, text } of list)
      transfer.items.add(new File([text], name, { type: mimeType }));
    return transfer;
  }, given);
  await target.dispatchEvent('dragenter', { dataTransfer: data });
  await target.dispatchEvent(type, { dataTransfer: data });
}

test('a file is attached by button, its words are found, and the result leads to it', async (t) => {
  const { page, api, task } = await opened(t);
  await choose(page, page.getByRole('button', { name: 'File', exact: true }), {
    name: 'boiler.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('The burner of the boiler is a Zephyr 300.'),
  });
  const row = files(page).getByRole('listitem').filter({ hasText: 'boiler.txt' });
  await row.getByRole('link', { name: 'boiler.txt' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('link').click()]);
  assert.equal(download.suggestedFilename(), 'boiler.txt');
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await api.get('/search?q=zephyr')).total > 0) break;
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  await page.goto('/search?q=zephyr');
  const hit = page.getByRole('link', { name: /boiler\.txt/ }).first();
  await hit.waitFor();
  await page.locator('mark', { hasText: 'Zephyr' }).first().waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await hit.click();
  await page.waitForURL((url) => url.pathname.endsWith(task.key) && url.hash.startsWith('#f-'));
  await files(page).locator('li.lit').waitFor();
});

test('files fly in by drop and paste, and show what they are', async (t) => {
  const { page } = await opened(t);
  const panel = page.locator('[data-panel]');
  await drop(page, panel, 'drop', [
    { name: 'notes.md', mimeType: 'text/markdown', text: '# Notes' },
    { name: 'letter.docx', mimeType: 'application/zip', text: 'PK\u0003\u0004 cut off' },
  ]);
  await files(page).getByText('notes.md').waitFor();
  await files(page).getByText('Its text could not be read: the file seems to be damaged').waitFor();
  const image = png(900, 600).toString('base64');
  await page.evaluate((data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    document
      .querySelector('textarea')
      .dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }),
      );
  }, image);
  const picture = files(page).locator('img');
  await picture.waitFor();
  await page.waitForFunction(
    () => document.querySelector('section[aria-label=Files] img')?.naturalWidth === 640,
  );
  // What one person did in a row is told in one line that opens.
  await page.getByRole('button', { name: /\d changes/ }).click();
  await page.getByText('attached image.png').waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('files chosen for a comment go with it, are found at it, and go away with it', async (t) => {
  const { page, api, task } = await opened(t);
  const composer = page.locator('[data-field=comment]');
  await choose(page, composer.getByRole('button', { name: 'Attach a file' }), {
    name: 'burner.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('A Zephyr 300.'),
  });
  await composer.getByRole('link', { name: 'burner.txt' }).waitFor();
  // Pasted into the line it goes with what is being written there.
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'pasted.txt', { type: 'image/png' }));
    const event = { clipboardData: transfer, bubbles: true, cancelable: true };
    document.querySelector('[data-field=comment] textarea').dispatchEvent(new ClipboardEvent('paste', event));
  });
  await composer.getByRole('link', { name: 'pasted.txt' }).waitFor();
  await composer.getByRole('button', { name: 'Delete pasted.txt' }).click();
  await composer.getByRole('link', { name: 'pasted.txt' }).waitFor({ state: 'detached' });
  assert.deepEqual(await brokenRules(page), []);
  await composer.getByRole('button', { name: 'Comment' }).click();

  const comment = page.locator('[id^="c-"]');
  await comment.getByRole('link', { name: 'burner.txt' }).waitFor();
  await composer.getByRole('link', { name: 'burner.txt' }).waitFor({ state: 'detached' });
  await files(page).getByRole('button', { name: 'sent with a comment' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await api.get('/search?q=zephyr')).total > 0) break;
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  await page.goto('/search?q=zephyr');
  await page
    .getByRole('link', { name: /burner\.txt/ })
    .first()
    .click();
  await page.waitForURL((url) => url.pathname.endsWith(task.key) && url.hash.startsWith('#c-'));
  await page.locator('[id^="c-"].marked').getByRole('link', { name: 'burner.txt' }).waitFor();

  await comment.hover();
  await page.getByRole('button', { name: 'More for this comment' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await files(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await comment.getByRole('link', { name: 'burner.txt' }).waitFor();
  await files(page).getByRole('link', { name: 'burner.txt' }).waitFor();
});

test('the files of a task are asked for once, whatever else of it changes', async (t) => {
  const { page, api, task } = await opened(t);
  await api.post(`/items/${task.id}/comments`, { body: 'Before' });
  await page.getByText('Before').waitFor();
  let asked = 0;
  page.on('request', (request) => (asked += request.url().includes('/attachments') ? 1 : 0));
  await api.patch(`/tasks/${task.id}`, { title: 'Replace both valves' });
  await page.getByRole('heading', { name: 'Replace both valves' }).waitFor();
  await page.request.post(`/api/v1/items/${task.id}/attachments?name=plan.txt`, { data: Buffer.from('x') });
  await files(page).getByRole('link', { name: 'plan.txt' }).waitFor();
  assert.equal(asked, 0);
});

test('a deleted file comes back with undo, and a name can be changed', async (t) => {
  const { page, api, task } = await opened(t);
  await drop(page, page.locator('[data-panel]'), 'drop', [
    { name: 'plan.txt', mimeType: 'text/plain', text: 'x' },
  ]);
  await page.getByRole('button', { name: 'Rename plan.txt' }).click();
  await page.getByRole('textbox', { name: 'Name of the file' }).fill('drawing.txt');
  await page.keyboard.press('Enter');
  await files(page).getByRole('link', { name: 'drawing.txt' }).waitFor();
  await page.getByRole('button', { name: 'Delete drawing.txt' }).click();
  await files(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await files(page).getByRole('link', { name: 'drawing.txt' }).waitFor();
  assert.equal((await api.get(`/items/${task.id}/attachments`)).items[0].name, 'drawing.txt');
});

test('a file is deleted while its new name is still on its way', async (t) => {
  const { page } = await opened(t);
  await drop(page, page.locator('[data-panel]'), 'drop', [
    { name: 'plan.txt', mimeType: 'text/plain', text: 'x' },
  ]);
  let arrive;
  const held = new Promise((resolve) => (arrive = resolve));
  await page.route('**/api/v1/files/*', async (route) => {
    if (route.request().method() === 'PATCH') await held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Rename plan.txt' }).click();
  await page.getByRole('textbox', { name: 'Name of the file' }).fill('drawing.txt');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete drawing.txt' }).click();
  await files(page).waitFor({ state: 'detached' });
  arrive();
  await page.getByRole('button', { name: 'Undo' }).click();
  await files(page).getByRole('link', { name: 'drawing.txt' }).waitFor();
});

test('a large file goes on where a broken line stopped it, and can be cancelled', async (t) => {
  const { page, api, task } = await opened(t);
  let parts = 0;
  await page.route('**/api/v1/uploads/**', (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    parts += 1;
    // The second part never arrives the first time.
    return parts === 2 ? route.abort('connectionreset') : route.continue();
  });
  const bytes = Buffer.alloc(10 * 1024 * 1024, 7);
  const button = page.getByRole('button', { name: 'File', exact: true });
  await choose(page, button, { name: 'film.bin', mimeType: 'application/octet-stream', buffer: bytes });
  await files(page).getByRole('link', { name: 'film.bin' }).waitFor();
  assert.equal(parts, 4, 'three parts, one of them twice');
  assert.equal((await api.get(`/items/${task.id}/attachments`)).items[0].bytes, bytes.length);

  await page.unroute('**/api/v1/uploads/**');
  await page.route('**/api/v1/uploads/**', () => {});
  const more = page.getByRole('button', { name: 'Attach a file' }).first();
  await choose(page, more, { name: 'second.bin', mimeType: 'application/octet-stream', buffer: bytes });
  await files(page).getByRole('progressbar').waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await page.getByRole('button', { name: 'Stop sending second.bin' }).click();
  await files(page).getByText('second.bin').waitFor({ state: 'detached' });
});

test('what is too large, and what finds no room, says so', async (t) => {
  const { page, api } = await opened(t);
  await page.goto('/admin/server');
  await page.getByRole('textbox', { name: 'Largest file, in MB' }).fill('1');
  await page.getByRole('textbox', { name: 'All files together, in GB' }).fill('0,001');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').first().waitFor();
  assert.deepEqual(await brokenRules(page), []);
  assert.equal((await api.get('/organization')).file_limit, 1024 * 1024);
  await page.goBack();
  await settled(page);
  const first = page.getByRole('button', { name: 'File', exact: true });
  const more = files(page).getByRole('button', { name: 'Attach a file' });
  const file = (name, size, fill) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, fill) });
  await choose(page, first, file('big.txt', 1_200_000, 1));
  await files(page)
    .getByText(/It has 1\.3 MB|It has 1\.2 MB/)
    .waitFor();
  await page.getByRole('button', { name: 'Take big.txt off the list' }).click();
  await choose(page, first, file('one.txt', 900_000, 2));
  await files(page).getByRole('link', { name: 'one.txt' }).waitFor();
  await choose(page, more, file('two.txt', 900_000, 3));
  await files(page).getByText('There is no more room for files here.').waitFor();
  assert.deepEqual(await brokenRules(page), []);
});

test('on a phone, in the dark, everything is within reach of a thumb', async (t) => {
  const { page } = await opened(t, { viewport: phone, colorScheme: 'dark' });
  await drop(page, page.locator('[data-panel]'), 'drop', [
    { name: 'plan.txt', mimeType: 'text/plain', text: 'x' },
  ]);
  await files(page).getByRole('link', { name: 'plan.txt' }).waitFor();
  for (const name of ['Delete plan.txt', 'Rename plan.txt']) {
    const box = await page.getByRole('button', { name }).boundingBox();
    assert.ok(box.width >= 44 && box.height >= 44, `${name}: ${box.width} × ${box.height}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false);
  assert.deepEqual(await brokenRules(page), []);
});
