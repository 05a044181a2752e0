// Files of a space as they are shown in the page: each as what it is, drawn from its bytes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guild } from './support/guild.mjs';
import { brokenRules, settled } from './support/look.mjs';
import { yard } from './support/pages.mjs';
import { pdf, wav, workbook } from './support/samples.mjs';

/** A film of a colour that changes, as a browser records it. */
const film = (page) =>
  page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
    const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: 'video/webm' });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const ended = new Promise((end) => (recorder.onstop = end));
    recorder.start();
    const pen = canvas.getContext('2d');
    for (let turn = 0; turn < 12; turn += 1) {
      pen.fillStyle = `hsl(${turn * 30} 80% 50%)`;
      pen.fillRect(0, 0, 64, 48);
      await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    await ended;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });

test('files are shown in the page as what they are', async (t) => {
  const { page, api } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  const bring = async (name, data) => {
    const sent = await page.request.post(`/api/v1/spaces/${space.id}/files?name=${name}`, {
      headers: { 'Content-Type': 'application/octet-stream' },
      data,
    });
    assert.equal(sent.status(), 201, await sent.text());
  };
  const made = await api.post(`/spaces/${space.id}/pages`, { title: 'Minutes', body: 'We met at nine.' });
  const word = await page.request.get(`/api/v1/pages/${made.id}/export?format=docx`);
  await bring('list.md', Buffer.from('# What to bring\n\n- Gaskets\n'));
  await bring('hours.txt', Buffer.from('Open from nine <b>to five</b>'));
  await bring('yard.png', Buffer.from(yard, 'base64'));
  await bring('bell.wav', wav());
  await bring('offer.pdf', pdf('Nine thousand'));
  await bring('report.docx', await word.body());
  await bring('stock.xlsx', await workbook());
  await page.goto(`/s/${space.prefix}/documents`);
  await bring('bell.webm', Buffer.from(await film(page)));
  await bring('parts.bin', Buffer.from([0, 1, 2, 3]));
  const open = async (name) => {
    await page.goto(`/s/${space.prefix}/documents`);
    await page.locator('.flist').getByRole('listitem').filter({ hasText: name }).getByRole('link').click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await settled(page);
    return page.locator('.preview');
  };

  await (await open('list.md')).getByRole('heading', { name: 'What to bring' }).waitFor();
  // What looks like markup is words.
  await (await open('hours.txt')).getByText('Open from nine <b>to five</b>').waitFor();
  await (await open('yard.png')).getByRole('img', { name: 'yard.png' }).waitFor();
  assert.equal(await page.locator('.preview img').evaluate((image) => image.naturalWidth), 1);
  await (await open('bell.wav')).locator('audio').waitFor();
  await page.waitForFunction(() => document.querySelector('.preview audio')?.duration > 0.05);
  const paper = await open('offer.pdf');
  await paper.getByText('1 page', { exact: true }).waitFor();
  const sheet = page.locator('.preview canvas[data-drawn]');
  await sheet.waitFor();
  const dark = await sheet.evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, at) => at % 4 === 0 && value < 100 && data[at + 3] === 255).length;
  });
  assert.ok(dark > 100, `${dark} dark points of a line of words`);
  assert.deepEqual(await brokenRules(page), []);
  await (await open('report.docx')).getByText('We met at nine.').waitFor();
  const book = await open('stock.xlsx');
  await book.getByRole('columnheader', { name: 'Stock' }).waitFor();
  await book.getByRole('cell', { name: '100' }).waitFor();
  await book.getByRole('button', { name: 'Orders' }).click();
  await book.getByRole('columnheader', { name: 'Orders' }).waitFor();
  await book.getByRole('cell', { name: '101' }).waitFor();
  assert.deepEqual(await brokenRules(page), []);
  await (await open('bell.webm')).locator('video').waitFor();
  await page.waitForFunction(() => document.querySelector('.preview video')?.videoWidth === 64);
  await (await open('parts.bin')).getByText('There is no preview of this file').waitFor();
});
