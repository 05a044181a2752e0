// What was said about passages of a page: one thread a passage, with its answers.
import { api } from '../../api/client';
import type { Comment, Id, Page } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';
import { Said } from '../activity/said.svelte';
import type { Ends } from './editor/passages';

export interface Thread {
  root: Comment;
  answers: Comment[];
}

const rows = 200;

export class Threads extends Said {
  #all = $state.raw<Comment[]>([]);
  #turn = 0;

  /** Those of passages, the oldest first; deleted ones without an answer are gone. */
  get list(): Thread[] {
    const roots = this.#all.filter((one) => one.passage);
    return roots
      .map((root) => ({ root, answers: this.#all.filter((one) => one.reply_to === root.id) }))
      .filter(({ root, answers }) => !root.deleted || answers.length > 0);
  }

  get open(): Thread[] {
    return this.list.filter(({ root }) => !root.resolved);
  }

  get resolved(): Thread[] {
    return this.list.filter(({ root }) => root.resolved);
  }

  /** Shown beside the text and not below it. */
  has(comment: Comment): boolean {
    return Boolean(comment.passage) || this.#all.some((one) => one.id === comment.reply_to && one.passage);
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    const all: Comment[] = [];
    let cursor: string | null = null;
    try {
      do {
        const page: Page<Comment> = await api.get<Page<Comment>>(`/items/${this.item}/comments`, {
          limit: rows,
          cursor,
        });
        all.push(...page.items);
        cursor = page.next;
      } while (cursor && all.length < 2000);
      if (turn === this.#turn) this.#all = all.sort((a, b) => a.seq - b.seq);
    } catch {
      // The conversation below says that nothing could be loaded.
    }
  }

  known(id: Id): Comment | undefined {
    return this.#all.find((one) => one.id === id);
  }

  put(comment: Comment): void {
    const rest = this.#all.filter((one) => one.id !== comment.id);
    this.#all = [...rest, comment].sort((a, b) => a.seq - b.seq);
  }

  brought(comment: Comment): void {
    this.settled(comment);
  }

  begin(body: string, passage: Ends): Promise<boolean> {
    return this.write(body, [], undefined, { passage });
  }

  setResolved(comment: Comment, on: boolean): Promise<boolean> {
    return mutate<Comment>({
      send: () => api.post<Comment>(`/comments/${comment.id}/${on ? 'resolve' : 'reopen'}`),
      settle: (data) => {
        if (data && 'id' in data) this.settled(data);
      },
      done: t(on ? 'pages.now_resolved' : 'pages.now_open'),
      undone: () => this.load(),
      failed: t('pages.not_resolved'),
    });
  }
}

/** By id, for the editor and the drawn page. */
export const marksOf = (threads: Thread[]): (Ends & { comment: Id })[] =>
  threads.flatMap(({ root }) => (root.passage ? [{ comment: root.id, ...root.passage }] : []));
