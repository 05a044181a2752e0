// A project with a budget that is nearly used: hours with a rate, expenses, orders, a milestone, for pictures.
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

/** What was spent and ordered, and when, in days from today. */
const money = [
  ['Scaffolding, first month', '1850', -12, 'spent'],
  ['Copper pipes and fittings', '3120.40', -6, 'spent', true],
  ['Boilers and cylinder', '18400', 9, 'ordered'],
  ['Crane for the day', '640', 14, 'ordered'],
];

/** Routes that show the budget of a space. */
export async function somethingToPay(api, me) {
  const { spaces } = await api.get('/session');
  let space = spaces.find(({ name }) => name === 'Mill Yard boilers');
  if (!space) {
    space = await api.post('/spaces', { name: 'Mill Yard boilers', kind: 'client' });
    await api.patch(`/spaces/${space.id}`, { finish: day(60) });
    await api.put(`/people/${me.id}/rates/${space.id}`, { amount: '62.50', currency: 'EUR' });
    await api.put(`/spaces/${space.id}/budget`, { amount: '30000', currency: 'EUR', rate: '48' });
    const task = (title, more) => api.post(`/spaces/${space.id}/tasks`, { title, ...more });
    const on = (start, due) => ({ start: { date: day(start) }, due: { date: day(due) } });
    const survey = await task('Heat-loss survey', {
      ...on(-24, -17),
      assignee_id: me.id,
      estimate_minutes: 1200,
    });
    await task('Install cascade', { ...on(10, 24), estimate_minutes: 4800 });
    await task('Quote approved', { milestone: true, due: { date: day(3) } });
    await task('Heating back', { milestone: true, due: { date: day(40) } });
    await api.post('/time-entries', { task_id: survey.id, day: day(-21), time: '7:30' });
    const { id } = await api.post(`/spaces/${space.id}/pages`, { title: 'Invoice 2026-114, Ferro & Sons' });
    for (const [title, amount, at, state, receipt] of money)
      await api.post(`/spaces/${space.id}/expenses`, {
        title,
        amount,
        day: day(at),
        state,
        receipt_id: receipt ? id : null,
      });
  }
  const none = await emptyPlan(api, spaces);
  const at = `/s/${space.prefix}/plan`;
  return [
    { name: 'budget', path: `${at}/budget` },
    { name: 'budget-none', path: `/s/${none.prefix}/plan/budget` },
    { name: 'budget-plan', path: at },
    { name: 'budget-inbox', path: '/inbox' },
    { name: 'budget-overview', path: `/s/${space.prefix}/overview` },
    {
      name: 'budget-change',
      path: `${at}/budget`,
      act: (page) => page.getByRole('button', { name: 'Change the budget' }).click(),
    },
    { name: 'budget-expense', path: `${at}/budget`, act: (page) => page.keyboard.press('n') },
  ];
}

async function emptyPlan(api, spaces) {
  const there = spaces.find(({ name }) => name === 'Front door');
  if (there) return there;
  const made = await api.post('/spaces', { name: 'Front door', kind: 'client' });
  await api.patch(`/spaces/${made.id}`, { finish: day(30) });
  return made;
}
