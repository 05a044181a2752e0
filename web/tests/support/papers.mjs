// Pages and files as they stand only once something is done: dialogs, previews, what is on its way, versions that are
// compared.
import { caller } from './api.mjs';
import { text, yard } from './pages.mjs';
import { until } from './people.mjs';
import { drop, letter, pdf, wav, workbook } from './samples.mjs';

const body =
  '## Before opening\n\nHeat the oven an hour before the first loaves go in.\n\n- [ ] Flour\n- [x] Salt';

/** Routes that show them; `shown` are the page and the file that were brought before. */
export async function somethingWritten(api, space, me, people, [page, file]) {
  const other = people.find((person) => person.id !== me.id) ?? me;
  const vain = await api.post(`/spaces/${me.personal_space_id}/pages`, {
    title: 'Thoughts',
    body: `Ask [@${other.name}](guildhall:person/${other.id}) some day.`,
  });
  return [
    ...dialogs(space, page),
    ...written(space, page),
    ...(await previews(api, space)),
    ...(await uploads(api, space)),
    {
      name: 'version-note',
      path: `/p/${file.id}?versions=${file.id}`,
      inPlace: true,
      act: (at) => at.getByRole('button', { name: /^(Add a note to|Change the note of) v1$/ }).click(),
    },
    {
      name: 'page-unreached',
      path: `/p/${vain.id}`,
      inPlace: true,
      act: (at) => at.getByText(/cannot read this page and was not told/).waitFor(),
    },
  ];
}

function dialogs(space, { id, title }) {
  const item = (name, entry) => ({
    name,
    path: `/p/${id}`,
    act: async (page) => {
      await page
        .locator('.dtop')
        .getByRole('button', { name: `More for ${title}` })
        .click();
      await page.getByRole('menuitem', { name: entry, exact: true }).click();
    },
  });
  return [
    item('document-move', 'Move'),
    item('document-copy', 'Copy'),
    item('document-name', 'Rename'),
    item('share-dialog', 'Share'),
    {
      name: 'page-new',
      path: `/s/${space.prefix}/documents`,
      act: (page) => page.keyboard.press('n'),
    },
  ];
}

/** What stands in a page while it is written. Each time it is a page of its own. */
function written(space, { id: first }) {
  const begin = async (page) => {
    const made = await caller(page).post(`/spaces/${space.id}/pages`, { title: 'Oven sheet', body });
    await page.goto(`/p/${made.id}?edit=1`);
    await text(page).waitFor();
    return made.id;
  };
  const route = (name, act, more = {}) => ({
    name: `page-${name}`,
    path: `/p/${first}`,
    act: async (page) => act(page, await begin(page)),
    ...more,
  });
  const atEnd = async (page, words) => {
    await text(page).press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type(words);
  };
  const liveList = async (page) => {
    await atEnd(page, '/live');
    await page.getByRole('option', { name: 'Live task list' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.emb').getByRole('listitem').first().waitFor();
  };
  return [
    route(
      'slash',
      async (page) => {
        await atEnd(page, '/');
        await page.getByRole('option', { name: 'Heading 1' }).waitFor();
      },
      { inPlace: true },
    ),
    route('link', async (page) => {
      await text(page).press('Control+Home');
      await page.keyboard.press('Shift+End');
      await page.keyboard.press('Control+k');
    }),
    route('tasks', liveList, { inPlace: true }),
    route('tasks-setting', async (page) => {
      await liveList(page);
      await page.locator('.emb').getByRole('button', { name: 'Which tasks are shown' }).click();
    }),
    route(
      'compared',
      async (page, id) => {
        const api = caller(page);
        await api.post(`/documents/${id}/versions`, { name: 'First' });
        await text(page).press('Control+Home');
        await page.keyboard.type('Always ');
        await until(
          'kept',
          () => api.get(`/pages/${id}/content`),
          ({ doc }) => JSON.stringify(doc).includes('Always '),
        );
        await api.post(`/documents/${id}/versions`, { name: 'Later' });
        await page.goto(`/p/${id}?versions=${id}`);
        const boxes = page.getByRole('region', { name: 'Versions of Oven sheet' }).getByRole('checkbox');
        await boxes.first().check();
        await boxes.last().check();
        await page.locator('ins').first().waitFor();
      },
      { inPlace: true },
    ),
  ];
}

/** One file of each kind that is shown, and one that is not. */
async function previews(api, space) {
  const folder = await api.post(`/spaces/${space.id}/folders`, { name: 'As they look', parent_id: null });
  const lines = ['Dear Ms Ward,', 'the oven is ready on Friday.', 'Yours, the bakery'];
  const kinds = {
    'picture.png': [Buffer.from(yard, 'base64'), 'img'],
    'offer.pdf': [pdf('Nine thousand'), 'canvas[data-drawn]'],
    'letter.docx': [await letter(lines), 'text=the oven is ready on Friday.'],
    'stock.xlsx': [await workbook(), 'table'],
    'bell.wav': [wav(), 'audio'],
    'readme.md': [Buffer.from('# Read this\n\n- Flour\n- Salt\n'), 'text=Read this'],
    'parts.bin': [Buffer.from([0, 1, 2, 3]), 'text=There is no preview of this file'],
  };
  const routes = [];
  for (const [name, [bytes, drawn]] of Object.entries(kinds)) {
    const made = await api.post(`/spaces/${space.id}/files?name=${name}&folder_id=${folder.id}`, bytes);
    routes.push({
      name: `preview-${name.split('.')[1]}`,
      path: `/p/${made.id}`,
      inPlace: true,
      act: (page) => page.locator('.preview').locator(drawn).first().waitFor(),
    });
  }
  return routes;
}

/** Files on their way, refused, and become the next version of what is called so. */
async function uploads(api, space) {
  const path = `/s/${space.prefix}/documents`;
  const to = '**/api/v1/spaces/*/files*';
  const file = { name: 'Oven times.txt', text: 'Rye: 50 minutes' };
  await api.post(
    `/spaces/${space.id}/files?name=${encodeURIComponent(file.name)}`,
    Buffer.from('Rye: an hour'),
  );
  const dropped = (page, one) => drop(page, page.locator('.flist'), [one]);
  const box = (page) => page.getByRole('region', { name: 'Uploads' });
  const full = { error: { code: 'over_quota', message: 'There is no more room for files here.' } };
  return [
    {
      name: 'upload-sending',
      path,
      inPlace: true,
      act: async (page) => {
        await page.route(to, () => {}, { times: 1 });
        await dropped(page, { name: 'Oven film.txt', text: 'Long' });
        await box(page).getByRole('progressbar').waitFor();
      },
    },
    {
      name: 'upload-refused',
      path,
      inPlace: true,
      refused: true,
      act: async (page) => {
        await page.route(to, (route) => route.fulfill({ status: 409, json: full }), { times: 1 });
        await dropped(page, { name: 'Oven film.txt', text: 'Long' });
        await box(page).getByText(full.error.message).waitFor();
      },
    },
    {
      name: 'upload-version',
      path,
      inPlace: true,
      act: async (page) => {
        await dropped(page, file);
        await box(page)
          .getByText(/same name/)
          .waitFor();
      },
    },
  ];
}
