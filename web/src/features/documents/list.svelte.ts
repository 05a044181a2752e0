// The documents of a space that are shown: of one folder, all of them, those thrown away. Rows stand in the store; here
// is which of them, and in which order.
import { api } from '../../api/client';
import type { Document, Id, Page } from '../../api/types';
import type { Change } from '../../app/changes';
import { store } from '../../app/store.svelte';

export type Sort = 'changed' | 'name' | 'kind';
export type Which = 'folder' | 'all' | 'trash' | 'templates';
export const sorts: Sort[] = ['changed', 'name', 'kind'];
const pageRows = 100;

export interface Asked {
  space: Id;
  which: Which;
  folder: Id | null;
  sort: Sort;
}

export const endingOf = (one: Document) =>
  one.form === 'page' ? '' : (/\.([\p{L}\p{N}]{1,5})$/u.exec(one.title)?.[1]?.toLowerCase() ?? '');

const orders: Record<Sort, (a: Document, b: Document) => number> = {
  changed: (a, b) => b.edited_at.localeCompare(a.edited_at),
  name: (a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }),
  kind: (a, b) => endingOf(a).localeCompare(endingOf(b)) || orders.name(a, b),
};

export class DocumentList {
  ids = $state.raw<Id[] | null>(null);
  next = $state.raw<string | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  asked = $state.raw<Asked | null>(null);
  #turn = 0;

  async show(asked: Asked): Promise<void> {
    const now = this.asked;
    const same = now && now.space === asked.space && now.which === asked.which && now.folder === asked.folder;
    this.asked = asked;
    if (!same) this.ids = null;
    await this.load();
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    if (!this.asked) return;
    try {
      const page = await this.#page(null);
      if (turn !== this.#turn) return;
      this.ids = page.items.map((one) => one.id);
      this.next = page.next;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
  }

  async more(): Promise<void> {
    if (!this.next || this.loading) return;
    this.loading = true;
    try {
      const page = await this.#page(this.next);
      this.ids = [...new Set([...(this.ids ?? []), ...page.items.map((one) => one.id)])];
      this.next = page.next;
    } finally {
      this.loading = false;
    }
  }

  async #page(cursor: string | null): Promise<Page<Document>> {
    const { space, which, folder, sort } = this.asked as Asked;
    const page = await api.get<Page<Document>>(`/spaces/${space}/documents`, {
      sort,
      limit: pageRows,
      cursor,
      folder_id: which === 'folder' ? folder : null,
      root: which === 'folder' && !folder ? true : null,
      trashed: which === 'trash' ? true : null,
      template: which === 'templates' ? true : null,
    });
    page.items.forEach((one) => store.putDocument(one));
    return page;
  }

  belongs(one: Document): boolean {
    if (!this.asked || one.space_id !== this.asked.space) return false;
    if (this.asked.which === 'trash') return one.trashed_at !== null;
    if (one.trashed_at !== null) return false;
    if (this.asked.which === 'templates') return one.template;
    return this.asked.which === 'all' || one.folder_id === this.asked.folder;
  }

  get rows(): Document[] {
    const sort = this.asked?.sort ?? 'changed';
    return (this.ids ?? [])
      .flatMap((id) => store.documents.get(id) ?? [])
      .filter((one) => this.belongs(one))
      .sort(orders[sort]);
  }

  put(one: Document): void {
    store.putDocument(one);
    if (this.ids && this.belongs(one) && !this.ids.includes(one.id)) this.ids = [one.id, ...this.ids];
  }

  followed(changes: Change[]): void {
    for (const change of changes) {
      const one = change.item_type === 'document' ? store.documents.get(change.item_id ?? '') : undefined;
      if (one) this.put(one);
    }
  }
}
