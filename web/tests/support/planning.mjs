// A day with meetings, work and what is left from before, for pictures.
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);
const zone = 'Europe/Berlin';

/** Routes that plan a day and a week. */
export async function aDayToPlan(api, space, me) {
  const path = `/spaces/${space.id}`;
  await api.patch('/me', { working_days: [1, 2, 3, 4, 5, 6, 7], hours_from: '08:00', hours_to: '20:00' });
  for (const [title, time, minutes] of [
    ['Site visit, Riverside School', '11:00', 60],
    ['Supplier call, Hollis', '18:00', 45],
  ])
    await api.post(`${path}/events`, { title, minutes, start: { date: day(0), time, zone } });
  let key;
  for (const [title, estimate_minutes, plan, due] of [
    ['Weekly workshop stock count', 45, day(-1)],
    ['Send the revised quote', 45, day(0), day(0)],
    ['Write the winter on-call rota', 75, day(0)],
    ['Call Mrs Okafor back', null, day(0)],
    ['Pick photos for the newsletter', 20, 'someday'],
    ['Order flue gaskets', 10, null, day(-3)],
    ['Spare parts for January', 90, null, day(4)],
    ['Pipework drawings', 240, day(1)],
    ['Boiler inspection, Harbour Street', 180, day(2)],
    ['Invoice run', 60, day(2)],
  ]) {
    const task = await api.post(`${path}/tasks`, {
      title,
      assignee_id: me.id,
      ...(estimate_minutes && { estimate_minutes }),
      ...(due && { due: { date: due } }),
    });
    ({ key } = task);
    if (plan) await api.put(`/tasks/${task.id}/plan`, { plan });
  }
  return [
    { name: 'home-day', path: '/' },
    { name: 'home-plan', path: '/plan' },
    {
      name: 'remind',
      path: `/t/${key}`,
      act: async (page) => {
        await page.getByRole('button', { name: 'More for this task' }).first().click();
        await page.getByRole('menuitem', { name: 'Remind me' }).click();
      },
    },
    { name: 'home-plan-week', path: '/plan?look=week' },
    {
      name: 'home-plan-other-day',
      path: '/plan',
      act: (page) =>
        page
          .getByRole('button', { name: /for another day$/ })
          .first()
          .click(),
    },
  ];
}
