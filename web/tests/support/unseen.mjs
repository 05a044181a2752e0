// States that show only once something is pressed: an event and which of its times are meant, days off to decline, a plan beside
// its baseline, by days and by months, and none, an end date, an app password, and a list that is changed.
const day = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);

/** Presses what is not there at every size. */
async function pressIfShown(button) {
  if (await button.isVisible()) await button.click();
}

/** Routes that show them. Plans and lists were made before. */
export async function somethingPressed(api, space) {
  const { spaces, searches } = await api.get('/session');
  const round = await api.post(`/spaces/${space.id}/events`, {
    title: 'Early round',
    start: { date: day(1), time: '07:30', zone: 'Europe/London' },
    minutes: 20,
    rule: 'FREQ=WEEKLY',
  });
  const project = spaces.find(({ name }) => name === 'Riverside School retrofit');
  const plain = spaces.find(
    ({ access, can, finish }) => access !== 'personal' && can.read && can.manage && !finish,
  );
  const plan = `/s/${project.prefix}/plan`;
  const zoom = (name) => ({
    path: plan,
    inPlace: true,
    act: (page) => pressIfShown(page.getByRole('button', { name, exact: true })),
  });
  return [
    {
      name: 'absence-decline',
      path: '/people/away',
      act: (page) =>
        page
          .getByRole('button', { name: /^Decline the days off of/ })
          .first()
          .click(),
    },
    {
      name: 'event-which-delete',
      path: `/calendar?event=${round.id}&on=${day(1)}`,
      act: (page) => page.getByRole('button', { name: 'Delete the event' }).click(),
    },
    {
      name: 'event-change',
      path: `/calendar?event=${round.id}`,
      act: (page) => page.getByRole('button', { name: 'Change the event' }).click(),
    },
    {
      // On a phone what is shown is chosen on a sheet; elsewhere it stands beside the days.
      name: 'calendar-show',
      path: '/calendar',
      inPlace: true,
      act: (page) => pressIfShown(page.getByRole('button', { name: 'Show', exact: true })),
    },
    {
      name: 'plan-finish',
      path: plan,
      act: async (page) => {
        await page.getByRole('button', { name: `More about ${project.name}` }).click();
        await page.getByRole('menuitem', { name: 'Change the end date' }).click();
      },
    },
    {
      name: 'plan-compared',
      path: plan,
      inPlace: true,
      act: async (page) => {
        await page.getByRole('button', { name: 'Compare with baseline' }).click();
        const kept = page.getByRole('dialog', { name: 'Baselines' });
        await kept.getByRole('button', { name: 'Compare', exact: true }).first().click();
        await page.getByRole('button', { name: 'Stop comparing' }).waitFor();
      },
    },
    { name: 'plan-days', ...zoom('Days') },
    { name: 'plan-months', ...zoom('Months') },
    { name: 'plan-off', path: `/s/${plain.prefix}/plan`, refused: true },
    {
      name: 'me-app-password',
      path: '/me?part=calendars',
      act: (page) => page.getByRole('button', { name: 'Connect a device', exact: true }).click(),
    },
    {
      name: 'list-change',
      path: `/lists/${searches[0].id}`,
      act: async (page) => {
        await page.getByRole('button', { name: `More for the list ${searches[0].name}` }).click();
        await page.getByRole('menuitem', { name: 'Change the list' }).click();
      },
    },
  ];
}
