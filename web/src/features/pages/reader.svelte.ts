// A page as one reads it: what the server drew, drawn again when somebody has written, and who is there.
import { api } from '../../api/client';
import type { DocNode, Id, PageContent } from '../../api/types';
import { live } from '../../app/live.svelte';
import { mutate } from '../../app/mutate';
import { t } from '../../words';
import { textOf, ticked } from './draw';
import { kind, readFrame, readJson, type Writer } from './frames';

/** Somebody types many times a second; a reader looks up now and then. */
const pause = 600;

export class Reader {
  content = $state.raw<PageContent | null>(null);
  error = $state.raw<unknown>(null);
  people = $state.raw<Writer[]>([]);
  readonly write = false;
  #turn = 0;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #was = false;
  #leave: () => void = () => {};

  constructor(readonly id: Id) {}

  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const content = await api.get<PageContent>(`/pages/${this.id}/content`);
      if (turn !== this.#turn) return;
      this.content = content;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
  }

  /** Ticks a point of a checklist where it is read, without an editor. */
  tick(point: DocNode, number: number, checked: boolean): Promise<boolean> {
    return mutate<PageContent>({
      apply: () => {
        const before = this.content;
        const after = before && { ...before, doc: ticked(before.doc, point, checked) };
        // What is loaded meanwhile may not know of it yet.
        this.#turn += 1;
        this.content = after;
        return () => {
          if (this.content === after) this.content = before;
          void this.load();
        };
      },
      send: () =>
        api.put<PageContent>(`/pages/${this.id}/points/${number}`, { checked, words: textOf(point) }),
      settle: (content) => {
        this.#turn += 1;
        this.content = content;
      },
      failed: t('pages.not_kept'),
    });
  }

  /** Follows until the returned function is called. */
  follow(): () => void {
    this.#leave = live.follow(this);
    return () => {
      clearTimeout(this.#soon);
      this.#soon = undefined;
      this.#leave();
      this.people = [];
    };
  }

  up = (): void => {
    if (this.#was) this.#again();
    this.#was = true;
  };
  down = (): void => {
    this.people = [];
  };
  heard = (bytes: Uint8Array): void => {
    const read = readFrame(bytes);
    if (!read || read.page !== this.id) return;
    if (read.kind === kind.people) this.people = readJson<Writer[]>(read.payload);
    else if (read.kind === kind.update || read.kind === kind.saved) this.#again();
    // Not to be followed any more: what is drawn stays as it is.
    else if (read.kind === kind.refused) this.#leave();
  };

  #again(): void {
    // The first of many is not put off by those after it.
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.load();
    }, pause);
  }
}
