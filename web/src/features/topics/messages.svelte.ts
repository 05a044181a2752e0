// The messages of a topic: a page around where the reader is, and more of them both ways when they are asked for.
import { api } from '../../api/client';
import { isOlder } from '../../api/version';
import type { Comment, Id, Messages as Answer } from '../../api/types';
import { store } from '../../app/store.svelte';
import { Said } from '../activity/said.svelte';

// What fills a large screen, and half a screen more on both sides: drawing is what takes time, not loading.
const pageRows = 30;
// Of those that come while one scrolls, so many are drawn between two frames.
const atOnce = 5;

/** How messages are put into the list; done once they are drawn. */
export type Place = (put: () => void) => Promise<void> | void;
const plainly: Place = (put) => put();

export class Messages extends Said {
  list = $state.raw<Comment[] | null>(null);
  earlier = $state.raw<string | null>(null);
  later = $state.raw<string | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  /** Where the line "New since" stands: before the first message after this place, as of when it was opened. */
  line = $state.raw<{ after: number; since: string | null } | null>(null);
  /** Messages that came while the end is not on the page. */
  waiting = $state(0);
  #first: Promise<void> | undefined;
  #turn = 0;
  #sent = 0;
  #soon: ReturnType<typeof setTimeout> | undefined;

  /** The first page: asked for once, at the same time as the topic itself. */
  begin(at: Id | 'unread'): Promise<void> {
    return (this.#first ??= this.open(at));
  }

  /** Around a message, or where the reader has stopped. */
  async open(at: Id | 'unread' | 'newest' = 'unread'): Promise<void> {
    const turn = ++this.#turn;
    try {
      const page = await this.#page({ at });
      if (turn !== this.#turn) return;
      this.list = page.items;
      this.earlier = page.before;
      this.later = page.after;
      this.waiting = 0;
      this.error = null;
      this.line ??= { after: page.read_to, since: page.read_at };
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
  }

  /** What is shown, again. */
  async load(): Promise<void> {
    const first = this.list?.[0];
    await this.open(this.later && first ? first.id : 'newest');
  }

  /** The next page at one end, a few at a time: `place` puts them there without moving what one reads. */
  async more(back: boolean, place: Place = plainly): Promise<void> {
    const cursor = back ? this.earlier : this.later;
    if (!cursor || this.loading) return;
    this.loading = true;
    const turn = this.#turn;
    try {
      const page = await this.#page(back ? { before: cursor } : { after: cursor });
      if (turn !== this.#turn) return;
      // Said first: what is written from here on is put behind these, in whatever order they come.
      if (back) {
        this.earlier = page.before;
      } else {
        this.later = page.after;
        if (!page.after) this.waiting = 0;
      }
      const rows = [...page.items];
      while (rows.length) {
        const some = back ? rows.splice(-atOnce) : rows.splice(0, atOnce);
        await place(() => this.#add(some, back));
        if (turn !== this.#turn) return;
      }
    } finally {
      this.loading = false;
    }
  }

  #add(some: Comment[], back: boolean): void {
    const list = this.list ?? [];
    const fresh = some.filter((one) => !this.has(one.id));
    this.list = back ? [...fresh, ...list] : [...list, ...fresh].sort((a, b) => a.seq - b.seq);
  }

  has(id: Id): boolean {
    return this.list?.some((one) => one.id === id) ?? false;
  }

  known(id: Id): Comment | undefined {
    return this.list?.find((one) => one.id === id);
  }

  put(comment: Comment): void {
    const at = (this.list ?? []).findIndex((one) => one.id === comment.id);
    if (at >= 0) this.list = (this.list ?? []).with(at, comment);
    else if (!this.later) this.list = [...(this.list ?? []), comment].sort((a, b) => a.seq - b.seq);
  }

  protected override wrote(comment: Comment): void {
    // What one says oneself is at the end, and one wants to see it there.
    if (this.later) void this.open('newest');
    this.seen(comment.seq, true);
  }

  /** By the stream, unless something newer is here; answers whether it was not here before. */
  brought(comment: Comment): boolean {
    const known = this.known(comment.id);
    if (known && isOlder(comment.version, known.version)) return false;
    const last = this.list?.at(-1)?.seq ?? 0;
    // An old message that is not here is on a page that is not loaded.
    if (known || (!this.later && comment.seq > last)) this.put(comment);
    return !known && comment.seq > last;
  }

  /** Everything up to here has been on the screen. Told a moment later, and only what is further than before. */
  seen(place: number, told = false): void {
    const topic = store.topics.get(this.item);
    if (!topic || place <= Math.max(this.#sent, topic.read_to)) return;
    this.#sent = place;
    if (place >= topic.last_place) store.putTopic({ ...topic, read_to: place, unread: 0 });
    clearTimeout(this.#soon);
    if (told) return;
    this.#soon = setTimeout(() => {
      void api.put(`/topics/${this.item}/reading`, { seq: this.#sent }).catch(() => (this.#sent = 0));
    }, 400);
  }

  #page(query: Record<string, string>): Promise<Answer> {
    return api.get<Answer>(`/topics/${this.item}/messages`, { ...query, limit: pageRows });
  }
}
