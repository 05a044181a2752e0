// Comments and activity of an item as one list, the newest page first; earlier pages come when asked for.
import { api } from '../../api/client';
import { isOlder } from '../../api/version';
import type { Activity, Comment, Id, Page, SpineEntry } from '../../api/types';
import { Said } from './said.svelte';

export type Shown =
  { kind: 'comment'; key: string; comment: Comment } | { kind: 'changes'; key: string; list: Activity[] };

const pageRows = 60;
/** Changes of one person within this time stand together. */
const together = 10 * 60_000;

export class Spine extends Said {
  entries = $state.raw<SpineEntry[] | null>(null);
  earlier = $state.raw<string | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  #turn = 0;

  /** The newest page again; what was loaded before it stays. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const page = await api.get<Page<SpineEntry>>(`/items/${this.item}/activity`, { limit: pageRows });
      if (turn !== this.#turn) return;
      const old = this.entries;
      const first = page.items[0];
      const kept = old && first ? old.filter((entry) => place(entry) < place(first)) : [];
      // A gap means that more happened meanwhile than fits a page: then only that page is true.
      const joined = !page.next || (old ?? []).some((entry) => first && place(entry) >= place(first));
      this.entries = joined ? [...kept, ...page.items] : page.items;
      if (!old || !joined) this.earlier = page.next;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
  }

  async more(): Promise<void> {
    if (!this.earlier || this.loading) return;
    this.loading = true;
    try {
      const query = { limit: pageRows, cursor: this.earlier };
      const page = await api.get<Page<SpineEntry>>(`/items/${this.item}/activity`, query);
      this.entries = [...page.items, ...(this.entries ?? [])];
      this.earlier = page.next;
    } finally {
      this.loading = false;
    }
  }

  /** Goes back in time until a comment is there. */
  async find(comment: Id): Promise<boolean> {
    const here = () => this.entries?.some((e) => e.kind === 'comment' && e.comment.id === comment) ?? false;
    while (!here() && this.earlier) await this.more();
    return here();
  }

  known(id: Id): Comment | undefined {
    const found = this.entries?.find((e) => e.kind === 'comment' && e.comment.id === id);
    return found?.kind === 'comment' ? found.comment : undefined;
  }

  put(comment: Comment): void {
    const at = (this.entries ?? []).findIndex((e) => e.kind === 'comment' && e.comment.id === comment.id);
    const entry: SpineEntry = { kind: 'comment', at: comment.created_at, comment };
    this.entries = at < 0 ? [...(this.entries ?? []), entry] : (this.entries ?? []).with(at, entry);
  }

  /** By the stream, unless something newer is here. */
  brought(comment: Comment): void {
    const known = this.known(comment.id);
    const older = known && isOlder(comment.version, known.version);
    // An old comment that is not here is on a page that is not loaded.
    if (this.entries && !older && (known || !comment.edited_at)) this.put(comment);
  }

  protected override wrote(): void {
    void this.load();
  }
}

const place = (entry: SpineEntry) => (entry.kind === 'comment' ? entry.comment.seq : entry.activity.seq);

/** Changes by one person one after the other stand in one line. */
export function grouped(entries: SpineEntry[], comments: boolean): Shown[] {
  const out: Shown[] = [];
  for (const entry of entries) {
    if (entry.kind === 'comment') {
      out.push({ kind: 'comment', key: entry.comment.id, comment: entry.comment });
      continue;
    }
    if (comments) continue;
    const { activity } = entry;
    const last = out.at(-1);
    const newest = last?.kind === 'changes' ? last.list.at(-1) : undefined;
    const near = newest && Date.parse(activity.at) - Date.parse(newest.at) < together;
    if (
      last?.kind === 'changes' &&
      near &&
      newest.actor.id === activity.actor.id &&
      newest.actor.kind === activity.actor.kind
    )
      last.list.push(activity);
    else out.push({ kind: 'changes', key: `${activity.seq}${activity.field}`, list: [activity] });
  }
  return out;
}
