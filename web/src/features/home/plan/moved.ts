// What there is to plan after a task was given another day, before the server says so.
import type { Day, HomePlan, HomeWork, Id } from '../../../api/types';

/** A day, if there is time, or no day. */
export type Where = Day | 'someday' | null;

/** All tasks, in the order they stand in: offers, days, if there is time. */
export function everything(plan: HomePlan): HomeWork[] {
  return [...plan.offers, ...plan.days].flatMap(({ work }) => work).concat(plan.someday);
}

/** Where a task stands, of what is shown. */
export function placeOf(plan: HomePlan, id: Id): Where {
  const has = (work: HomeWork[]) => work.some(({ task_id }) => task_id === id);
  return plan.days.find(({ work }) => has(work))?.day ?? (has(plan.someday) ? 'someday' : null);
}

/** Puts a task somewhere, before another one or last. On a day that is not shown it is out of sight. */
export function moved(plan: HomePlan, id: Id, to: Where, before: Id | null = null): HomePlan {
  const one = everything(plan).find(({ task_id }) => task_id === id);
  if (!one) return plan;
  const without = (work: HomeWork[]) => work.filter(({ task_id }) => task_id !== id);
  const put = (work: HomeWork[], here: boolean) => {
    const rest = without(work);
    if (!here) return rest;
    const at = rest.findIndex(({ task_id }) => task_id === before);
    return at < 0 ? [...rest, one] : rest.toSpliced(at, 0, one);
  };
  // Which of the offers it belongs to the server knows; until then it stands among those without a day.
  const known = plan.offers.some(({ why }) => why === 'undated');
  const offers = known || to !== null ? plan.offers : [...plan.offers, { why: 'undated' as const, work: [] }];
  return {
    ...plan,
    days: plan.days.map((day) => ({ ...day, work: put(day.work, day.day === to) })),
    someday: put(plan.someday, to === 'someday'),
    offers: offers
      .map((offer) => ({ ...offer, work: put(offer.work, to === null && offer.why === 'undated') }))
      .filter(({ work }) => work.length),
  };
}
