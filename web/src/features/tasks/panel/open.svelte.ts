// The task in the panel or on its own page: found by key or id, loaded whole, and kept true.
import { api, ApiError } from '../../../api/client';
import type { Document, Id, Task, Topic } from '../../../api/types';
import { announce } from '../../../app/announce.svelte';
import { router } from '../../../app/router.svelte';
import type { Change } from '../../../app/changes';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import { Spine } from '../../activity/spine.svelte';
import { lookedAt } from '../../inbox/edits';

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

export class OpenTask {
  id = $state<Id | null>(null);
  error = $state.raw<unknown>(null);
  spine = $state.raw<Spine | null>(null);
  #turn = 0;
  #asked = '';

  get task(): Task | undefined {
    return this.id ? store.opened.get(this.id) : undefined;
  }

  /** What is known is shown at once; the server has the last word. */
  async open(value: string): Promise<void> {
    const turn = ++this.#turn;
    this.error = null;
    try {
      const id = await find(value);
      if (turn !== this.#turn) return;
      if (this.spine?.item !== id) this.spine = new Spine(id);
      this.id = id;
      await this.load();
      this.looked();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.id = null;
      this.error = error;
    }
  }

  async load(): Promise<void> {
    const id = this.id;
    if (!id) return;
    try {
      const task = await api.get<Task>(`/tasks/${id}`);
      for (const child of task.subtasks) store.putTask(child);
      store.putTask(task);
      if (this.id === id) this.error = null;
    } catch (error) {
      const missing = error instanceof ApiError && error.status === 404 && !store.tasks.has(id);
      if (missing && (await leadsElsewhere(id))) return;
      if (this.id === id) this.error = error;
    }
  }

  /** After changes by others: the stream brings the whole, and where there is none it is asked for. */
  followed(changes: Change[]): void {
    const near = new Set([this.id, ...(this.task?.subtasks ?? []).map((row) => row.id)]);
    const others = changes.filter((c) => !c.own && c.item_id && near.has(c.item_id));
    if (others.some((c) => c.gone || !c.after)) void this.load();
    if (changes.some((c) => c.item_type === 'inbox')) this.looked();
    const who = others.find((c) => c.item_id === this.id && c.actor?.id !== store.me?.id)?.actor?.name;
    if (who) announce(t('task.others', { who }));
  }

  /** What the inbox had to say of it is read here; the inbox itself keeps it until it is dealt with. */
  looked(): void {
    if (this.id && router.path !== '/inbox') lookedAt(this.id);
  }

  /** A list brought a newer row: the rest is loaded again, once for each version. */
  renew(): void {
    const { task } = this;
    if (!task || store.isWhole(task.id) || this.#asked === task.version) return;
    this.#asked = task.version;
    void this.load();
  }
}

/** What texts and keys name may be a topic or a document, which have addresses of their own. */
async function leadsElsewhere(id: Id): Promise<boolean> {
  const found = await api.get<Topic>(`/topics/${id}`).catch(() => null);
  if (found) router.go(`/d/${id}${router.hash}`, { replace: true });
  if (found) return true;
  const document = await api.get<Document>(`/documents/${id}`).catch(() => null);
  if (document) router.go(`/p/${id}${router.hash}`, { replace: true });
  return document !== null;
}

async function find(value: string): Promise<Id> {
  if (uuid.test(value)) return value;
  const key = value.toUpperCase();
  for (const task of store.tasks.values()) if (task.key === key) return task.id;
  const { id } = await api.get<{ id: Id }>(`/items/by-key/${encodeURIComponent(value)}`);
  return id;
}
