// The topics of a space, or one's own outside spaces. The rows are in the store; here is which of them, and how they
// stand: something new first, then what is open, then what has come to an end.
import { api } from '../../api/client';
import type { Id, TopicRow, Topics } from '../../api/types';
import type { Change } from '../../app/changes';
import { store } from '../../app/store.svelte';

const pageRows = 100;

export type Which = 'current' | 'archived' | 'trashed';

export class TopicList {
  ids = $state.raw<Id[] | null>(null);
  next = $state.raw<string | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  which = $state<Which>('current');
  readonly space: Id | null;
  #turn = 0;
  /** As they stood when they were loaded: a row does not jump away under the pointer because it was read. */
  #first = new Set<Id>();

  constructor(space: Id | null) {
    this.space = space;
  }

  get #path(): string {
    return this.space ? `/spaces/${this.space}/topics` : '/topics';
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const page = await this.#page();
      if (turn !== this.#turn) return;
      this.ids = page.items.map((topic) => topic.id);
      this.#first = new Set(page.items.filter((topic) => topic.unread > 0).map((topic) => topic.id));
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
      this.ids = [...new Set([...(this.ids ?? []), ...page.items.map((topic) => topic.id)])];
      this.next = page.next;
    } finally {
      this.loading = false;
    }
  }

  async #page(cursor?: string): Promise<Topics> {
    const page = await api.get<Topics>(this.#path, { which: this.which, limit: pageRows, cursor });
    page.items.forEach((topic) => store.putTopic(topic));
    return page;
  }

  show(which: Which): void {
    this.which = which;
    this.ids = null;
    void this.load();
  }

  #belongs(topic: TopicRow): boolean {
    const here = this.space ? topic.space_id === this.space : topic.person_ids.includes(store.me?.id ?? '');
    if (!here) return false;
    if (this.which === 'trashed') return topic.trashed_at !== null;
    return topic.trashed_at === null && topic.archived === (this.which === 'archived');
  }

  /** The rows in order. */
  get rows(): TopicRow[] {
    const rows = (this.ids ?? []).flatMap((id) => store.topics.get(id) ?? []);
    const group = (topic: TopicRow) => {
      if (this.#first.has(topic.id) || (topic.unread > 0 && !topic.muted)) return 0;
      return topic.state === 'open' ? 1 : 2;
    };
    return rows
      .filter((topic) => this.#belongs(topic))
      .sort((a, b) => group(a) - group(b) || b.last_place - a.last_place);
  }

  /** How many messages are new in what is shown. */
  get unread(): number {
    return this.rows.reduce((sum, topic) => sum + (topic.muted ? 0 : topic.unread), 0);
  }

  /** The topic after one that has something new; from the top again at the end. */
  nextUnread(after: Id | null): TopicRow | undefined {
    const rows = this.rows;
    const at = rows.findIndex((topic) => topic.id === after);
    const turned = [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))];
    return turned.find((topic) => topic.unread > 0 && !topic.muted);
  }

  /** What the stream brought stands in the store already; new ones find their place here. */
  followed(changes: Change[]): void {
    if (!this.ids) return;
    const ids = changes
      .filter((change) => change.item_type === 'topic')
      .flatMap((change) => change.item_id ?? []);
    const unknown = ids.filter((id) => {
      const topic = store.topics.get(id);
      return topic ? this.#belongs(topic) && !this.ids?.includes(id) : false;
    });
    if (unknown.length) this.ids = [...unknown, ...this.ids];
    // Where the log is asked instead of the stream, rows do not come by themselves.
    if (
      changes.some(
        (change) => change.item_type === 'topic' && !store.topics.has(change.item_id ?? '') && !change.gone,
      )
    )
      void this.load();
  }
}
