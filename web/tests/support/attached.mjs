// What shows only while something is under way or went wrong: a task with files that were read and one that could not be, a
// file on its way, what two wrote at once, no answer from the server, a new version of it, and text of a page kept on this
// device. Each page is as it was once it is loaded again.
import { yard } from './pages.mjs';

/** Routes that show them. */
export async function somethingUnderWay(api, space) {
  const { me } = await api.get('/session');
  const task = await api.post(`/spaces/${space.id}/tasks`, {
    title: 'Photos and papers of the yard',
    body: asItWas,
  });
  const attach = (name, bytes) =>
    api.post(`/items/${task.id}/attachments?name=${encodeURIComponent(name)}`, bytes);
  await attach('yard.png', Buffer.from(yard, 'base64'));
  await attach(
    'notes of the visit, with everything that was said.md',
    Buffer.from('# Visit\n\nThe gate is stuck.'),
  );
  await attach('letter.docx', Buffer.from('PK\u0003\u0004 cut off'));
  const written = await api.post(`/spaces/${space.id}/pages`, {
    title: 'Keys of the yard',
    folder_id: null,
    body: 'The large one is for the gate.',
  });
  const at = `/t/${task.key}`;
  return [
    { name: 'task-files', path: at, inPlace: true, act: read },
    { name: 'task-files-sending', path: at, inPlace: true, act: send },
    { name: 'task-conflict', path: at, refused: true, act: (page) => writeAtOnce(page, api, task) },
    { name: 'no-answer', path: '/people', inPlace: true, act: cutOff },
    { name: 'new-version', path: '/', inPlace: true, act: outdate },
    {
      name: 'page-kept',
      path: `/p/${written.id}`,
      inPlace: true,
      act: (page) => keepText(page, `${me.id}/${written.id}`),
    },
  ];
}

const asItWas = 'The yard as it was before the work began.';
const files = (page) => page.getByRole('region', { name: 'Files' });

async function read(page) {
  await files(page).getByText('Its text could not be read: the file seems to be damaged').waitFor();
  await files(page).locator('img').waitFor();
}

/** A file that is on its way as long as the picture is taken. */
async function send(page) {
  await page.route(/\/attachments\?name=/, () => {}, { times: 1 });
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'.repeat(90_000)], 'gate.jpg', { type: 'image/jpeg' }));
    const panel = document.querySelector('[data-panel]');
    for (const type of ['dragenter', 'drop'])
      panel.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await files(page).getByRole('progressbar').waitFor();
}

async function writeAtOnce(page, api, task) {
  await api.patch(`/tasks/${task.id}`, { body: asItWas });
  await page.getByText(asItWas).hover();
  await page.getByRole('button', { name: 'Edit the description' }).click();
  const field = page.getByRole('textbox', { name: 'Description' });
  await field.fill('The gate is stuck.\nThe lamp above it is broken.');
  await api.patch(`/tasks/${task.id}`, { body: 'The gate was oiled and works.' });
  await field.press('Control+Enter');
  await page.getByRole('dialog', { name: /changed it first$/ }).waitFor();
}

/** Nothing that is asked is answered any more, and the browser says so. */
async function cutOff(page) {
  await page.evaluate(() => {
    window.fetch = () => Promise.reject(new TypeError('There is no line.'));
    dispatchEvent(new Event('offline'));
  });
  await page.getByRole('alert').filter({ hasText: 'No answer from the server since' }).waitFor();
}

/** The page is loaded as an older version would be. */
async function outdate(page) {
  let old = true;
  await page.route('**/api/v1/session', async (route) => {
    if (!old || route.request().method() !== 'GET') return route.fallback();
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), app_version: '0.0.1' } });
  });
  await page.reload();
  await page.getByText('Guildhall has been updated. Reload when it suits you.').waitFor();
  page.once('framenavigated', () => (old = false));
}

/** Something written at a page that was not sent yet; it changes nothing. */
async function keepText(page, of) {
  await page.evaluate(
    (whose) =>
      new Promise((done, failed) => {
        const asked = indexedDB.open('guildhall-pages', 1);
        asked.onupgradeneeded = () =>
          asked.result.createObjectStore('updates', { autoIncrement: true }).createIndex('of', 'of');
        asked.onerror = failed;
        asked.onsuccess = () => {
          const transaction = asked.result.transaction('updates', 'readwrite');
          transaction.objectStore('updates').add({ of: whose, update: new Uint8Array([0, 0]) });
          transaction.oncomplete = () => {
            asked.result.close();
            done(null);
          };
        };
      }),
    of,
  );
  await page.reload();
  await page.getByRole('button', { name: 'Send it' }).waitFor();
}
