// What the palette offers for what is typed: commands, places, people at once, and hits as they come.
import { api } from '../../api/client';
import type { Id, SearchHit } from '../../api/types';
import { actions, type Action } from '../../app/actions.svelte';
import { overlays } from '../../app/overlays.svelte';
import { router } from '../../app/router.svelte';
import { store } from '../../app/store.svelte';
import { filterChoices, fold } from '../../ui/pick';
import { t } from '../../words';
import { starredFirst } from './places';
import { Question } from './question.svelte';

export type Filter = 'all' | 'tasks' | 'documents' | 'comments' | 'spaces' | 'people' | 'commands';
export const filters: Filter[] = ['all', 'tasks', 'documents', 'comments', 'spaces', 'people', 'commands'];

export interface Entry {
  id: string;
  run: () => unknown;
  label: string;
  note?: string;
  hit?: SearchHit;
  action?: Action;
  space?: Id;
  person?: Id;
  /** Shown on the right. */
  keys?: string;
  icon?: 'key' | 'make' | 'all';
}
export interface Group {
  id: string;
  title: string;
  entries: Entry[];
}

const keyPattern = /^[a-z]{2,5}-\d+$/i;
const pause = 60;

export class Palette {
  text = $state('');
  filter = $state<Filter>('all');
  readonly question = new Question();
  /** A key such as SVC-214 that the server knows. */
  #key = $state.raw<string | null>(null);
  #keyPath = '';
  #groups = $derived(this.#make());

  get commandsOnly(): boolean {
    return this.text.startsWith('>') || this.filter === 'commands';
  }
  get typed(): string {
    return this.text.replace(/^>/, '').trim();
  }
  get groups(): Group[] {
    return this.#groups;
  }
  get entries(): Entry[] {
    return this.#groups.flatMap((group) => group.entries);
  }

  type(text: string): void {
    this.text = text;
    this.#ask();
  }

  turn(step: 1 | -1): void {
    const at = filters.indexOf(this.filter) + step;
    this.filter = filters.at(at % filters.length) ?? 'all';
    this.#ask();
  }

  #ask(): void {
    const kinds: Partial<Record<Filter, string[]>> = {
      tasks: ['task', 'step', 'process'],
      documents: ['page', 'file'],
      comments: ['topic', 'message', 'comment'],
    };
    const wanted = !this.commandsOnly && this.filter !== 'spaces' && this.filter !== 'people';
    const query = { q: this.typed, limit: 12, typing: true, kind: kinds[this.filter] };
    this.question.ask(wanted && this.typed ? query : null, pause);
    void this.#askKey(wanted && keyPattern.test(this.typed) ? this.typed.toUpperCase() : null);
  }

  async #askKey(key: string | null): Promise<void> {
    this.#key = null;
    if (!key) return;
    const found = await api.get<{ id: Id; type: string }>(`/items/by-key/${key}`).catch(() => null);
    if (!found || this.typed.toUpperCase() !== key) return;
    const paths: Record<string, string> = { topic: `/d/${found.id}`, document: `/p/${found.id}` };
    this.#keyPath = paths[found.type] ?? `/t/${key}`;
    this.#key = key;
  }

  #make(): Group[] {
    const groups: Group[] = [];
    const put = (id: string, title: string, entries: Entry[]) => {
      if (entries.length) groups.push({ id, title, entries });
    };
    const commands = this.#commands();
    if (!this.typed) {
      if (!this.commandsOnly) this.#places(put, 6);
      put('commands', t('search.group.commands'), this.#shows('commands') ? commands : []);
      return groups;
    }
    const typed = fold(this.typed);
    const strong = commands.filter((c) => typed.length > 1 && fold(c.label).startsWith(typed));
    const others = commands.filter((c) => !strong.includes(c));
    const key = this.#key;
    if (key)
      put('key', t('search.group.go'), [
        { id: 'key', label: t('search.open_key', { key }), icon: 'key', run: () => router.go(this.#keyPath) },
      ]);
    if (!this.commandsOnly) this.#places(put, this.filter === 'all' ? 4 : 40);
    if (this.#shows('commands')) put('strong', t('search.group.commands'), strong);
    if (!this.commandsOnly) this.#hits(put);
    put('other', t('search.group.commands'), this.#shows('commands') ? [...others, ...this.#closing()] : []);
    return groups;
  }

  #shows(what: Filter): boolean {
    return this.filter === 'all' || this.filter === what;
  }

  #commands(): Entry[] {
    const offered = actions.allowed
      .filter((action) => !action.quiet && action.id !== 'search')
      .map((action) => ({ action, label: action.label(), words: action.words?.() ?? '' }));
    return filterChoices(offered, this.typed).map(({ action, label }) => ({
      id: `do-${action.id}`,
      label,
      action,
      keys: action.keys?.[0],
      run: () => action.run(),
    }));
  }

  #places(put: (id: string, title: string, entries: Entry[]) => void, most: number): void {
    if (this.#shows('spaces')) {
      const spaces = starredFirst().map((space) => ({ space, label: space.name, words: space.prefix }));
      const found = filterChoices(spaces, this.typed).slice(0, most);
      put(
        'spaces',
        t('search.group.spaces'),
        found.map(({ space }) => ({
          id: `space-${space.id}`,
          label: space.name,
          note: space.prefix,
          space: space.id,
          run: () => router.go(store.spaceHome(space)),
        })),
      );
    }
    if (this.#shows('people') && (this.typed || this.filter === 'people')) {
      const people = store.activePeople.map((person) => ({
        person,
        label: person.name,
        note: person.job_title,
        words: person.email ?? '',
      }));
      const found = filterChoices(people, this.typed).slice(0, most);
      put(
        'people',
        t('search.group.people'),
        found.map(({ person }) => ({
          id: `person-${person.id}`,
          label: person.name,
          note: person.job_title,
          person: person.id,
          run: () => router.go(`/people/${person.id}`),
        })),
      );
    }
  }

  #hits(put: (id: string, title: string, entries: Entry[]) => void): void {
    if (!this.#shows('tasks') && !this.#shows('comments') && !this.#shows('documents')) return;
    const answer = this.question.answer;
    const entry = (hit: SearchHit): Entry => ({
      id: `hit-${hit.id}`,
      label: hit.title.map((part) => part.text).join(''),
      hit,
      run: () => router.go(hit.url),
    });
    const [best, ...rest] = answer?.items ?? [];
    if (!answer || !best) return;
    put('best', t('search.group.best'), [entry(best)]);
    const of = (...kinds: string[]) => rest.filter((hit) => kinds.includes(hit.kind)).map(entry);
    put('comments', t('search.group.comments'), of('topic', 'message', 'comment'));
    put('tasks', t('search.group.tasks'), of('task', 'process'));
    put('files', t('search.group.files'), of('page', 'file'));
    put('events', t('search.group.events'), of('event'));
    put('steps', t('search.group.steps'), of('step'));
  }

  #closing(): Entry[] {
    if (this.text.startsWith('>')) return [];
    const text = this.typed;
    const list: Entry[] = [
      {
        id: 'make',
        label: t('search.new_task', { text }),
        icon: 'make',
        keys: 'mod+Enter',
        run: () => overlays.show('capture', { text }),
      },
    ];
    if (this.question.answer?.items.length)
      list.unshift({
        id: 'all',
        label: t('search.all_results', { count: this.question.answer.total }),
        icon: 'all',
        run: () => router.go(`/search?q=${encodeURIComponent(text)}`),
      });
    return list;
  }
}
