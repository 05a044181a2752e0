// A question to the search and its newest answer. Older answers never overwrite newer ones, and the last
// answer stays shown while the next one is on its way.
import { api, type Query } from '../../api/client';
import type { SearchAnswer, SearchHit } from '../../api/types';

export class Question {
  answer = $state.raw<SearchAnswer | null>(null);
  /** The text the answer belongs to. */
  asked = $state('');
  busy = $state(false);
  more = $state(false);
  error = $state.raw<unknown>(null);
  #query: Query = {};
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: (() => void)[] = [];

  /** Asks after a short pause in the typing; nothing asked is nothing found. */
  ask(query: Query | null, pause = 0): void {
    clearTimeout(this.#timer);
    if (!query) {
      this.#running?.abort();
      this.answer = null;
      this.asked = '';
      this.busy = false;
      this.error = null;
      return;
    }
    this.busy = true;
    this.#timer = setTimeout(() => void this.#send(query), pause);
  }

  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void> {
    return this.busy ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  async #send(query: Query): Promise<void> {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    try {
      const answer = await api.get<SearchAnswer>('/search', query, running.signal);
      if (running.signal.aborted) return;
      this.answer = answer;
      this.asked = String(query.q ?? '');
      this.#query = query;
      this.error = null;
    } catch (error) {
      if (running.signal.aborted) return;
      this.error = error;
    }
    this.busy = false;
    this.#waiting.splice(0).forEach((go) => go());
  }

  async next(): Promise<void> {
    const answer = this.answer;
    if (!answer?.next || this.more) return;
    this.more = true;
    try {
      const page = await api.get<SearchAnswer>('/search', {
        ...this.#query,
        facets: null,
        cursor: answer.next,
      });
      if (this.answer !== answer) return;
      const known = new Set(answer.items.map((hit) => hit.id));
      const fresh: SearchHit[] = page.items.filter((hit) => !known.has(hit.id));
      this.answer = { ...answer, items: [...answer.items, ...fresh], next: page.next };
    } catch (error) {
      this.error = error;
    } finally {
      this.more = false;
    }
  }
}
