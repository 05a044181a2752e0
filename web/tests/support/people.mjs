// More people than the owner, and a space to meet in.
import { caller } from './api.mjs';

export const ana = {
  name: 'Ana Duarte',
  email: 'ana@northfold.example',
  password: 'eleven radiators under snow',
};

export const lucia = {
  name: 'Lucía Ferrer',
  email: 'lucia@northfold.example',
  password: 'two quiet owls in a barn',
};

/** Brings somebody in by an invite; answers their own page, signed in. */
export async function bringIn(api, open, person, options = {}) {
  const { link } = await api.post('/invites', { role: 'member', max_uses: 1 });
  const page = await open(options);
  await caller(page).post('/invites/accept', {
    token: new URL(link).hash.slice(1),
    ...person,
    time_zone: 'Europe/London',
    language: 'en',
  });
  return page;
}

/** A space with tasks of these titles, in this order. */
export async function spaceWith(api, titles, space = {}) {
  const made = await api.post('/spaces', { name: 'Service', prefix: 'SVC', ...space });
  const tasks = [];
  for (const title of titles) tasks.push(await api.post(`/spaces/${made.id}/tasks`, { title }));
  return { space: made, tasks };
}

/** Asks again until the answer is as wished: what the page sends, the server has a moment later. */
export async function until(what, ask, wished, patience = 10_000) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (wished(answer)) return answer;
    if (Date.now() > end) throw new Error(`never ${what}: ${JSON.stringify(answer).slice(0, 400)}`);
  }
}
