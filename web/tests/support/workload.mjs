// Work over two weeks, more than somebody can on one day, and days off, for pictures.
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);
/** The first working day from a day on. */
const workday = (count) =>
  [0, 6].includes(new Date(`${day(count)}T12:00:00Z`).getUTCDay()) ? workday(count + 1) : day(count);

/** Routes that show the workload and who is away. */
export async function somethingToDo(api, space, people) {
  const staff = people.filter(({ role, state }) => role !== 'guest' && state === 'active').slice(0, 4);
  const over = workday(1);
  const { items } = await api.get('/absences');
  if (!items.some(({ note }) => note === 'Skiing')) {
    for (const [place, person] of staff.entries()) {
      for (const [title, minutes, from, until] of [
        ['Replace expansion vessel', 300, over, over],
        ['Pipework drawings', 120 + place * 240, over, over],
        ['Spare parts for the winter', 900, workday(2), workday(8)],
      ])
        await api.post(`/spaces/${space.id}/tasks`, {
          title,
          assignee_id: person.id,
          estimate_minutes: minutes,
          start: { date: from },
          due: { date: until },
        });
    }
    const last = staff.at(-1);
    await api.post('/absences', { person_id: last.id, from: workday(4), until: workday(5), note: 'Skiing' });
  }
  return [
    { name: 'workload', path: '/people/workload' },
    { name: 'workload-tasks', path: '/people/workload?by=tasks&list=overdue' },
    {
      name: 'workload-day',
      inPlace: true,
      path: '/people/workload',
      act: (page) =>
        page
          .getByRole('button', { name: /more than they can/ })
          .first()
          .click(),
    },
    { name: 'away', path: '/people/away' },
    {
      name: 'absence',
      path: '/people/away',
      act: (page) => page.getByRole('button', { name: 'Ask for days off' }).click(),
    },
  ];
}
