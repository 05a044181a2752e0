// What a list shows, as it stands in the address, in a saved view and in the question to the server.
import type { Category, GroupBy, Priority, SortBy, TaskQuery } from '../../../api/types';

export type Layout = 'list' | 'board';
export const groupings: GroupBy[] = ['status', 'section', 'assignee', 'priority', 'due', 'tag', 'none'];
export const sorts: SortBy[] = ['manual', 'due', 'priority', 'updated', 'created', 'title', 'assignee'];
const dues = ['overdue', 'today', 'week', 'none', 'any'] as const;
const categories: Category[] = ['todo', 'doing', 'waiting', 'done', 'cancelled'];
const priorities: Priority[] = ['urgent', 'high', 'normal', 'low'];

const filters = [
  'status',
  'category',
  'assignee',
  'priority',
  'tag',
  'section',
  'due',
  'text',
  'archived',
  'subtasks',
  'done',
] as const;

/** The parameters this page owns; others (the open task) are left alone. */
export const parameters = ['group', 'sort', 'desc', ...filters] as const;

const one = <T extends string>(value: string | null, known: readonly T[]): T | undefined =>
  known.find((name) => name === value);
const several = (value: string | null) => (value ? value.split(',').filter(Boolean) : []);
const some = <T>(list: T[]): T[] | undefined => (list.length ? list : undefined);
const numbers = (list: string[]) => list.map(Number).filter((n) => Number.isInteger(n));

/** Unknown words in an address are left out rather than refused. */
export function fromAddress(query: URLSearchParams): TaskQuery {
  const get = (name: (typeof parameters)[number]) => query.get(name);
  const found: TaskQuery = {
    group: one(get('group'), groupings),
    sort: one(get('sort'), sorts),
    desc: get('desc') === 'true' || undefined,
    status: some(numbers(several(get('status')))),
    category: some(several(get('category')).flatMap((name) => one(name, categories) ?? [])),
    assignee: some(several(get('assignee'))),
    priority: some(several(get('priority')).flatMap((name) => one(name, priorities) ?? [])),
    tag: some(numbers(several(get('tag')))),
    section: some(several(get('section')).filter((s) => s === 'none' || numbers([s]).length)),
    due: one(get('due'), dues),
    text: get('text')?.trim() || undefined,
    archived: get('archived') === 'true' || undefined,
    subtasks: get('subtasks') === 'true' || undefined,
    done: one(get('done'), ['week', 'all', 'none'] as const),
  };
  return tidy(found);
}

/** Without what is not set, so that two equal views are equal. */
export function tidy(query: TaskQuery): TaskQuery {
  return Object.fromEntries(
    Object.entries(query).filter(
      ([, value]) =>
        value !== undefined && value !== null && value !== false && !(Array.isArray(value) && !value.length),
    ),
  );
}

/** Every parameter of the page, null for those to take out of the address. */
export function toAddress(query: TaskQuery): Record<string, string | null> {
  const set = tidy(query) as Record<string, unknown>;
  return Object.fromEntries(
    parameters.map((name) => {
      const value = set[name];
      return [name, value === undefined ? null : Array.isArray(value) ? value.join(',') : String(value)];
    }),
  );
}

/** What is asked when the address leaves it open. A board has columns, and shows what was done lately. */
export function complete(query: TaskQuery, layout: Layout): TaskQuery {
  const shut = query.category?.some((c) => c === 'done' || c === 'cancelled') || query.status?.length;
  const done = query.done ?? (shut ? 'all' : layout === 'board' ? 'week' : 'none');
  const group = query.group ?? 'status';
  return {
    ...query,
    group: layout === 'board' && group === 'none' ? 'status' : group,
    sort: query.sort ?? 'manual',
    done,
  };
}

/** How many filters narrow or widen the list. */
export function filterCount(query: TaskQuery): number {
  return filters.filter((name) => query[name] !== undefined).length;
}

export function withoutFilters(query: TaskQuery): TaskQuery {
  return tidy({ group: query.group, sort: query.sort, desc: query.desc });
}

export function sameQuery(a: TaskQuery, b: TaskQuery): boolean {
  const text = (query: TaskQuery) => JSON.stringify(toAddress(query));
  return text(a) === text(b);
}

/** Puts a value in a list, or takes it out. */
export function toggled<T>(list: T[] | undefined, value: T): T[] | undefined {
  const now = list ?? [];
  const next = now.includes(value) ? now.filter((v) => v !== value) : [...now, value];
  return next.length ? next : undefined;
}
