// What the tasks of a space show once something is pressed, the steps of an import, a backup that is about to be restored, and
// places where there is nothing yet.
import { until } from './people.mjs';

const rows = (page) => page.getByRole('main').locator('[data-row] a');
/** Opens what a key of the first row of a list opens, once the keys are there. */
const opens = (key, shown) => async (page) => {
  await rows(page).first().focus();
  await until(
    `opened by ${key}`,
    async () => {
      await page.keyboard.press(key);
      return shown(page)
        .waitFor({ timeout: 1_000 })
        .then(
          () => true,
          () => false,
        );
    },
    Boolean,
  );
};
const box = (page) => page.getByRole('dialog').first();

const lines = ['Number,Subject,Until,State,Who', '1,Ring the bakery,2026-12-01,Open,Sam Field', '2,,,,'];
const table = {
  name: 'callbacks.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\r\n')),
};
const cards = ['Measure the windows', 'Sign the lease'].map((name, at) => ({
  id: `65f00000000000000000010${at}`,
  name,
  desc: '',
  closed: at === 1,
  idList: '65f000000000000000000001',
  pos: at,
  idMembers: ['65f000000000000000000009'],
}));
const board = {
  id: '65f000000000000000000000',
  name: 'Shop move',
  lists: [{ id: '65f000000000000000000001', name: 'Ideas', closed: false, pos: 1 }],
  cards,
  members: [{ id: '65f000000000000000000009', username: 'sam', fullName: 'Sam Field' }],
};

/** Reads a file up to what would come of it. */
const reads = (file, heading) => async (page) => {
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByRole('heading', { name: heading, exact: true }).waitFor();
  await page.getByRole('button', { name: /^(Bring in \d|Nothing new)/ }).waitFor();
};

/** An import that was brought in, and the backup that was made before it. */
async function broughtIn(api) {
  const file = await api.post(`/imports?kind=csv&name=${table.name}`, table.buffer);
  await api.post(`/imports/${file.id}/run`, { ...file.suggested, space: { name: 'Callbacks' } });
  await until(
    'brought in',
    () => api.get(`/imports/${file.id}`),
    (now) => now.job?.state === 'done',
    60_000,
  );
  return file.id;
}

/** The routes of all of that. */
export async function somethingBegun(api, space, at, task) {
  const empty = await api.post('/spaces', { name: 'Loft', prefix: 'LFT' });
  const brought = await broughtIn(api);
  const { items: backups } = await api.get('/admin/backups');
  return [
    { name: 'setup-people', path: '/setup/people' },
    { name: 'space-missing', path: '/s/NOSUCH/tasks', refused: true },
    { name: 'space-empty', path: `/s/${empty.prefix}/tasks` },
    { name: 'space-empty-overview', path: `/s/${empty.prefix}/overview` },
    { name: 'import-columns', path: '/admin/import', inPlace: true, act: reads(table, 'Columns') },
    {
      name: 'import-board',
      path: '/admin/import',
      inPlace: true,
      act: reads(
        { name: 'board.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(board)) },
        'Lists',
      ),
    },
    { name: 'import-report', path: `/admin/import?import=${brought}` },
    { name: 'admin-restore', path: `/admin/backups?restore=${encodeURIComponent(backups[0].name)}` },
    {
      name: 'space-bulk',
      path: `${at}/tasks`,
      inPlace: true,
      act: opens('x', (page) => page.getByRole('toolbar', { name: '1 selected' })),
    },
    { name: 'space-assign', path: `${at}/tasks`, act: opens('a', box) },
    { name: 'space-due', path: `${at}/tasks`, act: opens('d', box) },
    { name: 'space-tag', path: `${at}/tasks`, act: opens('l', box) },
    {
      name: 'space-view-save',
      path: `${at}/tasks`,
      act: async (page) => {
        await page.getByRole('button', { name: 'Views', exact: true }).click();
        await page.getByRole('menuitem', { name: 'Save this view' }).click();
      },
    },
    {
      name: 'space-delete',
      path: `/s/${empty.prefix}/settings?part=end`,
      act: (page) => page.getByRole('button', { name: 'Delete', exact: true }).click(),
    },
    {
      // Somebody else renames the task while one does.
      name: 'task-conflict-title',
      path: `/t/${task.key}`,
      refused: true,
      act: async (page) => {
        const { title } = await api.get(`/tasks/${task.id}`);
        await page.getByRole('heading', { level: 1 }).getByRole('button').click();
        const field = page.getByRole('textbox', { name: 'The title' });
        await field.fill(`${title}, mine`);
        await api.patch(`/tasks/${task.id}`, { title: `${title}.` });
        await field.press('Enter');
      },
    },
  ];
}
