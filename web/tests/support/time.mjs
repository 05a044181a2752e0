// A week with time in it, for pictures: some tasks over some days, and one week that waits for approval.
const day = (from, count) => new Date(Date.parse(from) + count * 86_400_000).toISOString().slice(0, 10);

/** The Monday of the week of an entry made now. */
async function monday(api, task) {
  const entry = await api.post('/time-entries', { task_id: task, time: '0:20', note: 'Called the customer' });
  return day(entry.day, -((new Date(entry.day).getUTCDay() + 6) % 7));
}

/** Routes that show time. */
export async function somethingWorked(api, me, tasks) {
  const titles = new Set();
  const own = tasks.filter(({ title }) => !titles.has(title) && titles.add(title)).slice(0, 4);
  const first = await monday(api, own[0].id);
  const times = [
    ['1:30', '2:45', '1:10', '3h'],
    ['0:45', '1:15', '', '2h'],
    ['1:15', '', '0:30', ''],
    ['0:20', '0:40', '', '1.5'],
  ];
  const write = (from) =>
    own.flatMap((task, row) =>
      times[row].flatMap((time, column) =>
        time ? [{ task_id: task.id, time, day: day(from, column), billable: row === 0 }] : [],
      ),
    );
  const before = day(first, -7);
  const there = await api.get(`/time-entries?from=${before}&limit=1&task=${own[3].id}`);
  if (!there.items.length) {
    for (const entry of [...write(first), ...write(before)]) await api.post('/time-entries', entry);
    await api.put(`/timesheets/${me.id}/${before}/submission`, {});
    await api.post('/timer', { task_id: own[1].id });
  }
  return [
    { name: 'time', path: '/people/time' },
    { name: 'time-submitted', path: `/people/time?week=${before}` },
    { name: 'time-empty', path: '/people/time?week=2024-01-01' },
    { name: 'time-entries', path: '/people/time/entries' },
    { name: 'time-approve', path: '/people/time/approve' },
    { name: 'time-week', path: `/people/time/${me.id}/${before}` },
    {
      name: 'time-return',
      path: '/people/time/approve',
      act: (page) =>
        page
          .getByRole('button', { name: /^Send the week back/ })
          .first()
          .click(),
    },
    {
      name: 'time-entry',
      path: '/people/time/entries',
      act: (page) => page.getByRole('button', { name: 'Change this time' }).first().click(),
    },
    {
      name: 'time-invoice',
      path: '/people/time/entries',
      act: (page) => page.getByRole('button', { name: 'For an invoice' }).click(),
    },
    {
      name: 'time-rate',
      path: `/people/${me.id}`,
      act: (page) => page.getByRole('button', { name: 'Set a rate' }).click(),
    },
    { name: 'time-task', path: `/t/${own[0].key}` },
  ];
}
