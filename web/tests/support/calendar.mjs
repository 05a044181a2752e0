// Events of this week, for pictures.
const day = (from, count) => new Date(Date.parse(from) + count * 86_400_000).toISOString().slice(0, 10);

/** Routes that show the calendar. */
export async function somethingOn(api, space, me, other) {
  const today = new Date().toISOString().slice(0, 10);
  const monday = day(today, -((new Date(today).getUTCDay() + 6) % 7));
  const zone = 'Europe/Berlin';
  const at = (title, count, time, minutes, more = {}) =>
    api.post(`/spaces/${space.id}/events`, {
      title,
      start: { date: day(monday, count), time, zone },
      minutes,
      ...more,
    });
  const { items: rooms } = await api.get('/rooms');
  const hall = rooms[0] ?? (await api.post('/rooms', { name: 'Hall', seats: 12 }));
  const there = await api.get(`/events?from=${monday}&to=${day(monday, 6)}`);
  if (!there.items.length) {
    await at('Stand-up', 0, '08:15', 15, { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' });
    await at('Site visit, Riverside', 0, '11:00', 60, { guest_ids: [other.id] });
    await at('Leads’ meeting', 2, '10:00', 60, { guest_ids: [me.id, other.id], room_id: hall.id });
    await at('Quote review', 2, '10:30', 45);
    await api.post(`/spaces/${space.id}/events`, {
      title: 'Trade fair',
      start: { date: day(monday, 3) },
      days: 2,
    });
  }
  const meeting = await at('Supplier call, Hollis', 1, '13:00', 60, {
    guest_ids: [me.id, other.id],
    body: 'Prices for the winter',
    extra_dates: [day(monday, 8), day(monday, 22)],
  });
  return [
    { name: 'calendar', path: '/calendar' },
    { name: 'calendar-day', path: '/calendar?view=day' },
    { name: 'calendar-month', path: '/calendar?view=month' },
    { name: 'calendar-list', path: '/calendar?view=list' },
    { name: 'calendar-event', path: `/calendar?event=${meeting.id}` },
    {
      name: 'calendar-new',
      path: '/calendar',
      act: (page) => page.getByRole('button', { name: 'Event', exact: true }).click(),
    },
    {
      name: 'calendar-rooms',
      path: '/calendar',
      act: async (page) => {
        const show = page.getByRole('button', { name: 'Show', exact: true });
        if (await show.isVisible()) await show.click();
        await page.getByRole('button', { name: 'Rooms' }).click();
      },
    },
  ];
}
