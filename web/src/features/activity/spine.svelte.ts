// Comments and activity of an item as one list, the newest page first; earlier pages come when asked for.
import { api } from '../../api/client';
import { isOlder } from '../../api/version';
import type { Activity, Attachment, Comment, Id, Page, SpineEntry } from '../../api/types';
import { mutate } from '../../app/mutate';
import '../files/words';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

export type Shown =
  { kind: 'comment'; key: string; comment: Comment } | { kind: 'changes'; key: string; list: Activity[] };

const pageRows = 60;
/** Changes of one person within this time stand together. */
const together = 10 * 60_000;

export class Spine {
  entries = $state.raw<SpineEntry[] | null>(null);
  earlier = $state.raw<string | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  readonly item: Id;
  #turn = 0;

  constructor(item: Id) {
    this.item = item;
  }

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

  put(comment: Comment): void {
    const at = (this.entries ?? []).findIndex((e) => e.kind === 'comment' && e.comment.id === comment.id);
    const entry: SpineEntry = { kind: 'comment', at: comment.created_at, comment };
    this.entries = at < 0 ? [...(this.entries ?? []), entry] : (this.entries ?? []).with(at, entry);
  }

  /** By the stream, unless something newer is here. */
  brought(comment: Comment): void {
    const known = this.entries?.find((e) => e.kind === 'comment' && e.comment.id === comment.id);
    const older = known?.kind === 'comment' && isOlder(comment.version, known.comment.version);
    // An old comment that is not here is on a page that is not loaded.
    if (this.entries && !older && (known || !comment.edited_at)) this.put(comment);
  }

  async write(body: string, files: Id[] = []): Promise<boolean> {
    const ok = await mutate<Comment>({
      send: () => api.post<Comment>(`/items/${this.item}/comments`, { body, file_ids: files }),
      settle: (data) => this.put(data),
      failed: t('activity.not_sent'),
    });
    if (ok) void this.load();
    return ok;
  }

  /** `version` is what the edit began from; `kept` follows when it was written over a newer one after all. */
  edit(comment: Comment, body: string, version: string, kept?: () => unknown): Promise<boolean> {
    let newest = version;
    return mutate<Comment>({
      apply: () => {
        this.put({ ...comment, body });
        return () => this.put(comment);
      },
      send: () => api.patch<Comment>(`/comments/${comment.id}`, { body }, version),
      settle: (data) => this.put(data),
      failed: t('activity.not_changed'),
      conflict: {
        field: t('activity.field.comment'),
        mine: body,
        theirs: (current) => {
          const now = current as Comment | undefined;
          if (!now) return '';
          newest = now.version;
          this.put(now);
          return now.body;
        },
        keepMine: async () => {
          if (await this.edit(comment, body, newest, kept)) kept?.();
        },
      },
    });
  }

  remove(comment: Comment): Promise<boolean> {
    return mutate<unknown>({
      apply: () => {
        this.put({ ...comment, deleted: true, body: '', files: [] });
        return () => this.put(comment);
      },
      send: () => api.delete(`/comments/${comment.id}`, comment.version),
      done: t('activity.comment_deleted'),
      undone: () => this.load(),
      failed: t('activity.not_changed'),
    });
  }

  removeFile(comment: Comment, file: Attachment): Promise<boolean> {
    return mutate<Attachment>({
      apply: () => {
        this.put({ ...comment, files: comment.files.filter((one) => one.id !== file.id) });
        return () => this.put(comment);
      },
      send: () => api.delete<Attachment>(`/files/${file.id}`, file.version),
      done: t('files.deleted'),
      undone: () => this.load(),
      failed: t('files.not_deleted'),
    });
  }

  react(comment: Comment, emoji: string): Promise<boolean> {
    const me = store.me?.id ?? '';
    const now = comment.reactions.find((r) => r.emoji === emoji)?.person_ids ?? [];
    const on = !now.includes(me);
    const ids = on ? [...now, me] : now.filter((id) => id !== me);
    const others = comment.reactions.filter((r) => r.emoji !== emoji);
    const at = comment.reactions.findIndex((r) => r.emoji === emoji);
    const reactions = ids.length
      ? others.toSpliced(at < 0 ? others.length : at, 0, { emoji, person_ids: ids })
      : others;
    const path = `/comments/${comment.id}/reactions/${encodeURIComponent(emoji)}`;
    return mutate<Comment | null>({
      apply: () => {
        this.put({ ...comment, reactions });
        return () => this.put(comment);
      },
      send: () => (on ? api.put<Comment | null>(path) : api.delete<Comment | null>(path)),
      settle: (data) => {
        if (data && 'reactions' in data) this.put(data);
      },
      failed: t('activity.not_changed'),
    });
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
