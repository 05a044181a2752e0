// Spaces with a finish that stand well and badly, and work that was done, for pictures of reports.
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

/**
 * Name, finish from today, and its tasks: title, first and last day from today, or the day of a milestone; whether it is
 * done, and for how many hours it is thought.
 */
const projects = [
  [
    'Winter service campaign',
    18,
    [
      ['Letters', -21, -7, true, 16],
      ['Appointments', -14, undefined, true],
      ['First round', -6, 18, false, 120],
      ['Half of the houses', 6],
    ],
  ],
  [
    'New website',
    12,
    [
      ['Texts and pictures', -40, -10, true, 40],
      ['Shop', -9, 26, false, 90],
      ['It is online', 26],
    ],
  ],
  [
    'Two electric vans',
    80,
    [
      ['Offers', 14, 30],
      ['Order', 31, 45],
      ['Vans are here', 75],
    ],
  ],
];

async function lineup(api) {
  const { spaces } = await api.get('/session');
  for (const [name, finish, tasks] of projects) {
    if (spaces.some((one) => one.name === name)) continue;
    const space = await api.post('/spaces', { name, kind: 'topic' });
    await api.patch(`/spaces/${space.id}`, { finish: day(finish) });
    const { statuses } = await api.get(`/spaces/${space.id}`);
    const ended = statuses.find((one) => one.category === 'done').id;
    for (const [title, first, last, done, hours] of tasks) {
      const task = await api.post(`/spaces/${space.id}/tasks`, {
        title,
        estimate_minutes: hours ? hours * 60 : null,
        ...(last === undefined
          ? { milestone: true, due: { date: day(first) } }
          : { start: { date: day(first) }, due: { date: day(last) } }),
      });
      if (done) await api.patch(`/tasks/${task.id}`, { status_id: ended });
    }
    await budget(api, space, tasks);
    await api.post(`/spaces/${space.id}/baselines`, { name: 'As it was sold' });
  }
}

/** What it may cost, where it is said how long its tasks take. */
async function budget(api, space, tasks) {
  if (!tasks.some(([, , , , hours]) => hours)) return;
  await api.put(`/spaces/${space.id}/budget`, { amount: '9600', currency: 'EUR', rate: '55' });
  const expense = (title, amount, state) =>
    api.post(`/spaces/${space.id}/expenses`, { title, amount, state, day: day(-3) });
  await expense('Printing', '1240.50', 'spent');
  await expense('Photographer', '2100', 'ordered');
}

/** Tasks that were begun and done, and time on them. */
async function work(api, space) {
  const { statuses } = await api.get(`/spaces/${space.id}`);
  const status = (category) => statuses.find((one) => one.category === category).id;
  for (const title of ['Bleed the radiators', 'Order filters', 'Quote for the bakery']) {
    const task = await api.post(`/spaces/${space.id}/tasks`, { title });
    await api.patch(`/tasks/${task.id}`, { status_id: status('doing') });
    await api.patch(`/tasks/${task.id}`, { status_id: status('done') });
    await api.post('/time-entries', { task_id: task.id, minutes: 75, billable: title.startsWith('Quote') });
  }
}

/** Views that were saved. */
async function views(api, space) {
  const view = (name, report, query) => api.put('/reports/views', { name, report, query, kept: true });
  await view('What worries us', 'lineup', 'show=risk');
  await view(`Pace of ${space.name}, half a year`, 'throughput', `space=${space.id}&days=180`);
  await view('All plans by months', 'lineup', 'zoom=months&baseline=shown');
}

/** Routes of all reports. */
export async function somethingReported(api, space) {
  await lineup(api);
  await work(api, space);
  await views(api, space);
  return [
    { name: 'reports', path: '/reports' },
    { name: 'reports-months', path: '/reports?zoom=months&baseline=shown' },
    { name: 'reports-risk', path: '/reports?show=risk' },
    {
      name: 'reports-save',
      path: '/reports?zoom=months',
      act: async (page) => {
        const save = page.getByRole('button', { name: 'Save view' });
        if (await save.isVisible()) return save.click();
        await page.getByRole('button', { name: 'Saved views' }).click();
        await page.getByRole('menuitem', { name: 'Save view' }).click();
      },
    },
    {
      name: 'reports-saved',
      path: '/reports?show=risk',
      inPlace: true,
      act: async (page) => {
        const views = page.getByRole('button', { name: 'Saved views' });
        await (
          (await views.isVisible()) ? views : page.getByRole('button', { name: 'What worries us' })
        ).click();
        await page.getByRole('menu', { name: 'Saved views' }).waitFor();
      },
    },
    { name: 'reports-operations', path: '/reports/operations?days=365' },
    { name: 'reports-person', path: '/reports/operations?by=person' },
    { name: 'reports-none', path: '/reports/operations?to=2020-01-01' },
    { name: 'reports-requests', path: '/reports/requests' },
    { name: 'reports-throughput', path: '/reports/throughput' },
    { name: 'reports-overdue', path: '/reports/overdue' },
    { name: 'reports-time', path: '/reports/time' },
    { name: 'reports-time-none', path: '/reports/time?to=2020-01-01' },
    { name: 'reports-forecast', path: '/reports/forecast' },
    { name: 'reports-week', path: '/reports/week' },
    { name: 'reports-week-space', path: `/reports/week?space=${space.id}` },
  ];
}
