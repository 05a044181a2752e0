// Spaces as full as a busy department's, made through the API by pasting lines.
const doing = ['Service', 'Replace', 'Order', 'Collect', 'Inspect', 'Write up', 'Call back about'];
const things = ['the boiler', 'two radiators', 'a flue gasket', 'the pump', 'a mixing valve', 'the tank'];
const places = ['Mill Lane', 'Harbour Street', 'the bakery', 'Station Road', 'the school', 'Quay Café'];

const title = (i) =>
  [doing[i % doing.length], things[i % things.length], 'at', places[i % places.length], i + 1].join(' ');
const atOnce = 500;

/** Answers them by size. Work stands in every status, and most tasks have something beside their title. */
export async function bigSpaces(api) {
  const spaces = {};
  for (const size of [500, 1_000, 10_000]) spaces[size] = await bigSpace(api, size);
  return spaces;
}

async function bigSpace(api, size) {
  const prefix = { 500: 'BA', 1000: 'BB', 10000: 'BC' }[size];
  const space = await api.post('/spaces', { name: `With ${size}`, prefix });
  const open = space.statuses.filter(({ category }) => category !== 'cancelled');
  // Half is still to do, as it is everywhere.
  const shares = open.map(({ category }) => (category === 'todo' ? 3 : 1));
  const whole = shares.reduce((sum, share) => sum + share);
  let made = 0;
  for (const [i, status] of open.entries()) {
    const count = i === open.length - 1 ? size - made : Math.floor((size * shares[i]) / whole);
    for (let left = count; left > 0; left -= atOnce)
      await paste(api, space, status, made + count - left, Math.min(left, atOnce));
    made += count;
  }
  return space;
}

async function paste(api, space, status, from, count) {
  const text = Array.from({ length: count }, (_, i) => title(from + i)).join('\n');
  const { items } = await api.post(`/spaces/${space.id}/tasks/paste`, { text, status_id: status.id });
  const every = (n) => items.filter((_, i) => i % n === 0).map(({ id }) => id);
  await api.post('/tasks/bulk', { ids: every(2), set: { due: { date: '2031-05-12' } } });
  await api.post('/tasks/bulk', { ids: every(5), set: { priority: 'high', estimate_minutes: 45 } });
}
