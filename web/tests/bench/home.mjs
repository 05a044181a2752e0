// From a click on Home until one can work there, with 500 tasks that are late, all of them drawn.
import { caller } from '../support/api.mjs';
import { bringIn, lucia, until } from '../support/people.mjs';
import { measure, row } from './times.mjs';
import { once } from './usable.mjs';

const tasks = 500;

/** The row; `open` opens a page of another browser, for somebody who has nothing else to do. */
export async function home(api, open, empty) {
  const page = await bringIn(api, open, lucia);
  const her = caller(page);
  const { me } = await her.get('/session');
  const space = await api.post('/spaces', { name: 'Full day', prefix: 'FD' });
  const text = Array.from({ length: tasks }, (_, i) => `Look at the boiler number ${i + 1}`).join('\n');
  const { items } = await api.post(`/spaces/${space.id}/tasks/paste`, { text });
  const late = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  const set = { assignee_id: me.id, due: { date: late } };
  await api.post('/tasks/bulk', { ids: items.map(({ id }) => id), set });
  await until(
    'all of them on Home',
    () => her.get('/home'),
    ({ groups }) => groups.flatMap(({ rows }) => rows).length >= tasks,
  );
  // Where she comes from has no rows.
  const quiet = await her.post('/spaces', { name: 'Quiet', prefix: 'QT' });
  await page.goto(`/s/${quiet.prefix}/tasks`);
  const back = `nav a[href$="/s/${quiet.prefix}/tasks"]`;
  await page.locator(back).first().waitFor();
  const limit = await measure(empty.page, once, { open: '#open', back: '#back', wanted: 2 });
  const times = await measure(page, once, { open: 'nav a[href$="/"]', back, wanted: tasks });
  if (page.faults.length) throw new Error(`Home had faults:\n${page.faults.join('\n')}`);
  return row('Home usable after a click in the sidebar', tasks, times, limit, 100);
}
