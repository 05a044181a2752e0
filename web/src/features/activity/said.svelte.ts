// What people say about an item: written, edited, deleted and reacted to alike wherever it is shown, beside the
// changes of a task or as the messages of a topic.
import { api, type Answer } from '../../api/client';
import { isOlder } from '../../api/version';
import type { Attachment, Comment, Id } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import '../files/words';

export abstract class Said {
  readonly item: Id;

  constructor(item: Id) {
    this.item = item;
  }

  /** Shows a comment, in the place of its earlier state. */
  abstract put(comment: Comment): void;
  /** As it is shown. */
  abstract known(id: Id): Comment | undefined;

  /** Shows what the server answered, unless the stream brought something newer meanwhile. */
  settled(comment: Comment): void {
    const known = this.known(comment.id);
    if (!known || !isOlder(comment.version, known.version)) this.put(comment);
  }

  /** From the server again. */
  abstract load(): Promise<void>;
  /** Something was written here. */
  protected wrote(_comment: Comment): void {}

  /** `files` were attached to the item before, to be sent with it. */
  write(body: string, files: Id[] = [], answers?: Id, more: object = {}): Promise<boolean> {
    const sent = { body, file_ids: files, reply_to: answers ?? null, ...more };
    return mutate<Comment>({
      send: () => api.post<Comment>(`/items/${this.item}/comments`, sent),
      settle: (data) => {
        this.settled(data);
        this.wrote(data);
      },
      failed: t('activity.not_sent'),
    });
  }

  /** A document under what was said, and in the links of the item. */
  linkDocument(comment: Comment, document: Id, on: boolean): Promise<boolean> {
    const path = `/comments/${comment.id}/documents/${document}`;
    return mutate<Comment>({
      send: () => (on ? api.put<Comment>(path) : api.delete<Comment>(path)) as Promise<Answer<Comment>>,
      settle: (data) => this.settled(data),
      done: t(on ? 'activity.document_linked' : 'activity.document_unlinked'),
      undone: () => this.load(),
      failed: t('activity.not_changed'),
    });
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
      settle: (data) => this.settled(data),
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
        if (data && 'reactions' in data) this.settled(data);
      },
      failed: t('activity.not_changed'),
    });
  }
}
