// What rules of a space can name: its parts, its people, and what lies in it.
import { api } from '../../api/client';
import type { Id, RuleFact, Space } from '../../api/types';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { members } from '../spaces/members.svelte';

export interface Option {
  value: string;
  label: string;
}

const categories = ['todo', 'doing', 'waiting', 'done', 'cancelled'];
const priorities = ['low', 'normal', 'high', 'urgent'];

/** The most a page of a list has. */
const most = 200;
/** So many are asked for by their ids. */
const some = 50;

export class Things {
  forms = $state.raw<Option[]>([]);
  processes = $state.raw<Option[]>([]);
  topics = $state.raw<Option[]>([]);
  webhooks = $state.raw<Option[]>([]);
  /** Processes a rule asks for that are no choice any more, or of another space; null until they are known. */
  named = $state.raw<Option[] | null>(null);

  /** With the processes a rule names. */
  async load(space: Space | null, named: Id[]): Promise<void> {
    type Named = { id: Id; name?: string; title?: string | null };
    const list = async (path: string, query?: { limit?: number; ids?: string }): Promise<Option[]> => {
      const page = await api.get<{ items: Named[] }>(path, query).catch(() => null);
      return (page?.items ?? []).map((one) => ({ value: one.id, label: one.name ?? one.title ?? '' }));
    };
    // What a rule of the organization starts or posts in lies in one of the spaces one works in.
    const all = space ? [space] : working();
    const of = async (noun: string, limit?: number): Promise<Option[]> => {
      const lists = await Promise.all(all.map((one) => list(`/spaces/${one.id}/${noun}`, { limit })));
      const named = (one: Option, at: number) =>
        space ? one : { ...one, label: `${all[at]?.name ?? ''}: ${one.label}` };
      return lists.flatMap((options, at) => options.map((one) => named(one, at)));
    };
    const [forms, processes, topics, webhooks] = await Promise.all([
      space ? of('forms') : [],
      of('processes', most),
      of('topics', most),
      list('/webhooks/names'),
    ]);
    this.forms = forms;
    this.processes = processes;
    this.topics = topics;
    this.webhooks = webhooks;
    const others = named.filter((id) => !processes.some((one) => one.value === id)).slice(0, some);
    this.named = others.length ? await list('/processes', { ids: others.join(',') }) : [];
  }
}

const named = (parts: { id: number; name: string }[]): Option[] =>
  parts.map((part) => ({ value: String(part.id), label: part.name }));

export function people(space: Space | null): Option[] {
  const ids = space ? members.people(space.id) : store.activePeople.map((person) => person.id);
  return ids.map((id) => ({ value: id, label: store.people.get(id)?.name ?? t('common.someone') }));
}

/** Those one works in. */
const working = () => [...store.spaces.values()].filter((space) => space.can.write);

/** The spaces a task can go to. */
export const spaces = (): Option[] => working().map((space) => ({ value: space.id, label: space.name }));

/** The facts as choices; a field of the space stands for itself. */
export function factOptions(list: RuleFact[], space: Space | null): Option[] {
  const dates = list.includes('start') && list.length <= 3;
  const fields = (space?.fields ?? []).filter((field) => !dates || field.kind === 'date');
  return list.flatMap((fact) =>
    fact === 'field'
      ? fields.map((field) => ({ value: `field:${field.id}`, label: field.name }))
      : [{ value: fact, label: t(`rules.fact.${fact}`) }],
  );
}

/** What a fact can be; null where it is typed. Processes are asked for only where one can be named. */
export function values(
  fact: RuleFact,
  field: number | null,
  space: Space | null,
  processes: Option[] = [],
): Option[] | null {
  const none = (label: string): Option => ({ value: '', label: t(label) });
  const words = (kind: string, all: string[]) =>
    all.map((word) => ({ value: word, label: t(`rules.${kind}.${word}`) }));
  if (fact === 'status') return named(space?.statuses ?? []);
  if (fact === 'category') return words('category', categories);
  if (fact === 'priority') return words('priority', priorities);
  if (fact === 'section') return [none('rules.no_section'), ...named(space?.sections ?? [])];
  if (fact === 'process') return processes;
  if (fact === 'tag') return named([...store.tags.values()]);
  if (fact === 'assignee') return [none('rules.nobody'), ...people(space)];
  const own = fact === 'field' ? space?.fields.find((one) => one.id === field) : undefined;
  if (own?.kind === 'choice') return own.choices.map((choice) => ({ value: choice, label: choice }));
  if (own?.kind === 'person') return [none('rules.nobody'), ...people(space)];
  return null;
}
