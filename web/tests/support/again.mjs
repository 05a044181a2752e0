// Events that come again, for pictures: how often one comes and when it ends, which times of it are meant, and a reminder
// before each.
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** Routes that show what comes again in the calendar. */
export async function somethingAgain(api, space) {
  const event = await api.post(`/spaces/${space.id}/events`, {
    title: 'Toolbox talk',
    start: { date: tomorrow(), time: '07:30', zone: 'Europe/Berlin' },
    minutes: 15,
    rule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=12',
  });
  const path = `/calendar?event=${event.id}`;
  const change = (page) => page.getByRole('button', { name: 'Change the event' }).click();
  return [
    { name: 'event-repeats', path, act: change },
    { name: 'event-which', path: `${path}&on=${tomorrow()}`, act: change },
    {
      name: 'remind-event',
      path,
      act: (page) => page.getByRole('button', { name: 'Remind me', exact: true }).click(),
    },
  ];
}
