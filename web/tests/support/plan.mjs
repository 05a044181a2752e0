// A project on its days, with groups, milestones, what depends on what and a closed week, for pictures.
import { somethingToPay } from './budget.mjs';

const day = (from, count) => new Date(Date.parse(from) + count * 86_400_000).toISOString().slice(0, 10);

/** Title, group, first day and length in days from the Monday of last week, what it comes after. */
const tasks = [
  ['Heat-loss survey', 0, 0, 5],
  ['Pipework drawings', 0, 7, 12, 0],
  ['Revised quote to the school', 0, 14, 2],
  ['Governors approve the quote', 0, 17, 0, 2],
  ['Order boilers and cylinder', 1, 18, 15, 1, 3],
  ['Remove old boiler', 1, 35, 5, 4],
  ['Install cascade, two boilers', 1, 42, 12, 5],
  ['Electrical connection', 1, 49, 5],
  ['Commission and balance', 2, 56, 5, 6, 7],
  ['Train the caretaker', 2, 59, 5, 8],
  ['Heating back for the school', 2, 63, 0, 8],
];

/** Routes that show the plan of a space. */
export async function somethingPlanned(api, people) {
  const { spaces, me } = await api.get('/session');
  const staff = people.filter(({ role, state }) => role !== 'guest' && state === 'active');
  const today = new Date().toISOString().slice(0, 10);
  const monday = day(today, -((new Date(today).getUTCDay() + 6) % 7) - 7);
  let space = spaces.find(({ name }) => name === 'Riverside School retrofit');
  if (!space?.finish) {
    space = await api.post('/spaces', { name: 'Riverside School retrofit', kind: 'client' });
    const sections = [];
    for (const name of ['Survey and design', 'Plant room', 'Hand over'])
      sections.push(await api.post(`/spaces/${space.id}/sections`, { name }));
    await api.patch(`/spaces/${space.id}`, { finish: day(monday, 66) });
    const { sections: known } = await api.get(`/spaces/${space.id}`);
    const made = [];
    for (const [at, [title, group, first, length, ...before]] of tasks.entries()) {
      const dates = length
        ? { start: { date: day(monday, first) }, due: { date: day(monday, first + length - 1) } }
        : { milestone: true, due: { date: day(monday, first) } };
      const task = await api.post(`/spaces/${space.id}/tasks`, {
        title,
        section_id: known[group].id,
        assignee_id: staff[at % staff.length]?.id,
        ...dates,
      });
      made.push(task);
      for (const other of before) await api.put(`/tasks/${task.id}/dependencies/${made[other].id}`, {});
    }
    await api.post(`/spaces/${space.id}/baselines`, { name: 'As it was sold' });
    await api.post(`/spaces/${space.id}/status-notes`, {
      health: 'at_risk',
      body: 'The boilers may come a week late.',
    });
  }
  const at = `/s/${space.prefix}/plan`;
  const { items } = await api.get(`/spaces/${space.id}/tasks`);
  const between = items.find(({ title }) => title === 'Order boilers and cylinder');
  const press = (name) => (page) => page.getByRole('button', { name }).first().click();
  return [
    { name: 'plan', path: at },
    { name: 'plan-what-if', path: at, inPlace: true, act: press('What if') },
    { name: 'plan-baselines', path: at, act: press('Compare with baseline') },
    { name: 'plan-notes', path: at, act: press(/At risk/) },
    {
      // On a phone a task is moved on a sheet; where there is a Gantt there is none.
      name: 'plan-move',
      path: at,
      inPlace: true,
      act: async (page) => {
        const task = page.getByRole('button', { name: /^Order boilers and cylinder,/ });
        if (!(await task.isVisible())) return;
        await task.click();
        await page.getByRole('button', { name: 'A day later' }).click();
        await page.getByText(/Everything ends on/).waitFor();
      },
    },
    { name: 'plan-task', path: `/t/${between.key}` },
    ...(await somethingToPay(api, me)),
  ];
}
