// The tasks of a space as groups of ids: loaded in pages, moved here at once, and put right by the server.
import { api, type Query } from '../../../api/client';
import type { Id, Page, TaskQuery, TaskRow, TaskView } from '../../../api/types';
import { store } from '../../../app/store.svelte';
import type { Group } from './groups';

const firstRows = 50;
const moreRows = 200;

export class TaskList {
  groups = $state.raw<Group[] | null>(null);
  total = $state(0);
  error = $state.raw<unknown>(null);
  #space: Id = '';
  #query: TaskQuery = {};
  #turn = 0;
  #stop: AbortController | undefined;
  #loading = new Set<string>();
  /** Drawn from, so that only one of the cursor's questions is asked at a time. */
  #ids = $derived(this.groups?.flatMap((group) => group.ids) ?? []);

  get ids(): Id[] {
    return this.#ids;
  }

  /** Another question: what was there goes at once only when it is another space. */
  async load(space: Id, query: TaskQuery): Promise<void> {
    if (space !== this.#space) this.groups = null;
    this.#space = space;
    this.#query = query;
    await this.#fetch(firstRows);
  }

  /** The same question again, with as many rows as are shown. */
  async reload(): Promise<void> {
    const most = Math.max(firstRows, ...(this.groups ?? []).map((group) => group.ids.length));
    await this.#fetch(Math.min(moreRows, most));
  }

  async #fetch(limit: number): Promise<void> {
    const turn = ++this.#turn;
    this.#stop?.abort();
    this.#stop = new AbortController();
    try {
      const query = { ...this.#query, limit } as unknown as Query;
      const view = await api.get<TaskView>(`/spaces/${this.#space}/view`, query, this.#stop.signal);
      if (turn !== this.#turn) return;
      const kept = new Map((this.groups ?? []).map((group) => [group.id, group]));
      this.groups = view.groups.map(({ rows, ...group }) => {
        for (const row of rows) store.putTask(row);
        const ids = rows.map((row) => row.id);
        return lengthen({ ...group, ids }, kept.get(group.id));
      });
      this.total = view.total;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn && !this.#stop.signal.aborted) this.error = error;
    }
  }

  /** The next page of a group; true when rows came. */
  async more(id: string): Promise<boolean> {
    const group = this.groups?.find((g) => g.id === id);
    if (!group?.next || this.#loading.has(id)) return false;
    this.#loading.add(id);
    const turn = this.#turn;
    try {
      const query = { ...this.#query, id, cursor: group.next, limit: moreRows } as unknown as Query;
      const page = await api.get<Page<TaskRow>>(`/spaces/${this.#space}/view/group`, query);
      if (turn !== this.#turn) return false;
      for (const row of page.items) store.putTask(row);
      this.#change(id, (now) => {
        const known = new Set(now.ids);
        const ids = [...now.ids, ...page.items.map((row) => row.id).filter((row) => !known.has(row))];
        return { ...now, ids, next: page.next, count: page.next ? now.count : ids.length };
      });
      return page.items.length > 0;
    } catch {
      return false;
    } finally {
      this.#loading.delete(id);
    }
  }

  #change(id: string, to: (group: Group) => Group): void {
    this.groups = (this.groups ?? []).map((group) => (group.id === id ? to(group) : group));
  }

  groupWith(id: Id): Group | undefined {
    return this.groups?.find((group) => group.ids.includes(id));
  }

  /** Puts rows into a group before another row (at the end without one); returns the way back. */
  place(ids: Id[], to: string, before: Id | null): () => void {
    const old = this.groups;
    const moving = new Set(ids);
    this.groups = (old ?? []).map((group) => {
      const rest = group.ids.filter((id) => !moving.has(id));
      const gone = group.ids.length - rest.length;
      if (group.id !== to) return gone ? { ...group, ids: rest, count: group.count - gone } : group;
      const at = before ? rest.indexOf(before) : rest.length;
      const all = rest.toSpliced(at < 0 ? rest.length : at, 0, ...ids);
      return { ...group, ids: all, count: group.count - gone + ids.length };
    });
    return () => (this.groups = old);
  }

  /** Takes rows out. */
  drop(ids: Id[]): void {
    const gone = new Set(ids);
    this.groups = (this.groups ?? []).map((group) => {
      const rest = group.ids.filter((id) => !gone.has(id));
      const fewer = group.ids.length - rest.length;
      return fewer ? { ...group, ids: rest, count: group.count - fewer } : group;
    });
    this.total -= gone.size;
  }

  /** A new row, where it was typed. */
  insert(id: Id, group: string): void {
    if (this.ids.includes(id)) return;
    this.#change(group, (now) =>
      now.next ? { ...now, count: now.count + 1 } : { ...now, ids: [...now.ids, id], count: now.count + 1 },
    );
    this.total += 1;
  }
}

/** A reload brings 200 rows; what was loaded beyond them stays, as long as the first page goes on into it. */
function lengthen(fresh: Group, old: Group | undefined): Group {
  if (!old || !fresh.next || old.ids.length <= fresh.ids.length) return fresh;
  const last = fresh.ids.at(-1);
  const at = last ? old.ids.indexOf(last) : -1;
  if (at < 0) return fresh;
  const known = new Set(fresh.ids);
  const ids = [...fresh.ids, ...old.ids.slice(at + 1).filter((id) => !known.has(id))].slice(0, fresh.count);
  return { ...fresh, ids, next: old.next };
}
