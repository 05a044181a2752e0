// A lead finds the day that holds too much and gives a task away; the phone calendar of whoever gets it shows it; ticked there,
// it is done on the board the lead is looking at.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caller } from '../support/api.mjs';
import { guild } from '../support/guild.mjs';
import { settled } from '../support/look.mjs';
import { ana, bringIn, lucia, until } from '../support/people.mjs';

const card = (page, where, title) =>
  page
    .getByRole('region', { name: new RegExp(`^${where}\\b`) })
    .getByRole('listitem')
    .filter({ hasText: title });

/** The next working day: the week of today may be over. */
function nextWorkday() {
  const day = new Date(Date.now() + 86_400_000);
  while ([0, 6].includes(day.getUTCDay())) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** The calendar program on somebody's phone: what it is to do, and how it writes an entry back. */
async function phoneOf(page, url) {
  const { secret } = await caller(page).post('/me/tokens', { name: 'Phone', scopes: ['calendars'] });
  const headers = { Authorization: `Basic ${btoa(`x:${secret}`)}` };
  const question =
    '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>' +
    '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VTODO"/></C:comp-filter></C:filter></C:calendar-query>';
  return {
    async todos() {
      const answer = await fetch(`${url}/dav/calendars/my-work/`, {
        method: 'REPORT',
        headers,
        body: question,
      });
      assert.equal(answer.status, 207);
      const found = (await answer.text()).matchAll(/<D:href>([^<]+)<\/D:href>/g);
      return Promise.all(
        [...found].map(async ([, path]) => {
          const read = await fetch(new URL(path, url), { headers });
          return { path, text: await read.text(), etag: read.headers.get('etag') };
        }),
      );
    },
    write: (path, body, etag) =>
      fetch(new URL(path, url), { method: 'PUT', headers: { ...headers, 'If-Match': etag }, body }),
  };
}

test('what is given away is on the phone of whoever gets it, and ticked there it is done on the board', async (t) => {
  const { page, api, open, server } = await guild(t);
  const space = await api.post('/spaces', { name: 'Service', prefix: 'SVC' });
  await bringIn(api, open, ana);
  const phone = await phoneOf(await bringIn(api, open, lucia), server.url);
  const { people, me } = await api.get('/session');
  const id = (person) => people.find(({ name }) => name === person.name).id;
  const date = nextWorkday();
  const task = (title, assignee_id, minutes) =>
    api.post(`/spaces/${space.id}/tasks`, {
      title,
      assignee_id,
      estimate_minutes: minutes,
      start: { date },
      due: { date },
    });
  await task('Boiler inspection', id(ana), 360);
  await task('Radiator noise', id(ana), 240);
  await task('Write the offers', me.id, 420);
  assert.deepEqual(await phone.todos(), []);

  await page.goto('/people/workload');
  await page.getByRole('button', { name: /^Ana Duarte, .*10 h of 8 h.*more than they can/ }).click();
  const panel = page.getByRole('region', { name: /^Ana, / });
  await panel.getByRole('button', { name: 'Give to Lucía' }).click();
  await page.getByText('Nobody has more to do than they can.').waitFor();

  const [entry, ...others] = await until('on the phone', phone.todos, (all) => all.length === 1);
  assert.deepEqual(others, []);
  const [, title] = entry.text.match(/SUMMARY:(Boiler inspection|Radiator noise)\r/);
  assert.match(entry.text, new RegExp(`DUE;VALUE=DATE:${date.replaceAll('-', '')}\r`));

  await page.goto(`/s/${space.prefix}/tasks?layout=board`);
  await settled(page);
  await card(page, 'To do', title).waitFor();
  const ticked = entry.text.replace('STATUS:NEEDS-ACTION', 'STATUS:COMPLETED');
  assert.equal((await phone.write(entry.path, ticked, entry.etag)).status, 204);
  await card(page, 'Done', title).waitFor();
  assert.equal(await card(page, 'To do', title).count(), 0);
  // The version the phone knew is an old one by now: it cannot write over what became of it since.
  await api.patch(`/tasks/${entry.path.match(/([^/]+)\.ics$/)[1]}`, { title: 'Noise in radiator 4' });
  const late = entry.text.replace(`SUMMARY:${title}`, 'SUMMARY:Other');
  assert.equal((await phone.write(entry.path, late, entry.etag)).status, 412);
});
