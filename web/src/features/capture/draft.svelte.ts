// One line of quick capture: the text, what the server understood of it, and what stays plain text.
import { api, ApiError } from '../../api/client';
import type { CaptureParse, CaptureToken, Id, Task } from '../../api/types';
import { taskMade } from '../../app/fresh';
import { store } from '../../app/store.svelte';
import { toasts } from '../../app/toasts.svelte';
import { t } from '../../words';
import { follow, type Range } from './ranges';

const pause = 120;

export class Draft {
  text = $state('');
  tokens = $state.raw<CaptureToken[]>([]);
  plain = $state.raw<Range[]>([]);
  parse = $state.raw<CaptureParse | null>(null);
  sending = $state(false);
  error = $state('');
  /** The space the line goes to when it names none. */
  spaceId: Id | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;

  constructor(spaceId?: Id) {
    this.spaceId = spaceId;
  }

  get ready(): boolean {
    return this.text.trim().length > 0 && !this.sending;
  }

  /** Colours follow the typing at once; the server has the last word a moment later. */
  type(text: string): void {
    const before = this.text;
    this.text = text;
    this.error = '';
    this.tokens = follow(
      this.tokens,
      (token) => [token.start, token.end],
      (token, [start, end]) => ({ ...token, start, end }),
      before,
      text,
    );
    this.plain = follow(
      this.plain,
      (range) => range,
      (_, to) => to,
      before,
      text,
    );
    this.#ask();
  }

  keepAsText(token: CaptureToken): void {
    this.plain = [...this.plain, [token.start, token.end]];
    this.tokens = this.tokens.filter((other) => other !== token);
    this.#ask(0);
  }

  understandAgain(range: Range): void {
    this.plain = this.plain.filter((other) => other !== range);
    this.#ask(0);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.text = '';
    this.tokens = [];
    this.plain = [];
    this.parse = null;
    this.error = '';
  }

  #ask(wait = pause): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (!this.text.trim()) {
      this.parse = null;
      this.tokens = [];
      return;
    }
    this.#timer = setTimeout(() => void this.#look(), wait);
  }

  async #look(): Promise<void> {
    const asked = (this.#asked = new AbortController());
    const text = this.text;
    try {
      const { data } = await api.post<CaptureParse>('/capture/parse', this.#body(), { signal: asked.signal });
      if (asked.signal.aborted || text !== this.text) return;
      this.parse = data;
      this.tokens = data.tokens;
    } catch {
      // Without an answer the line stays uncoloured; sending it says what is wrong.
    }
  }

  #body() {
    return { text: this.text, space_id: this.spaceId, plain: this.plain };
  }

  /** The task, or null with the reason in `error`; the text is only let go when the server has it. */
  async send(done?: (task: Task) => unknown): Promise<Task | null> {
    if (!this.ready) return null;
    this.sending = true;
    clearTimeout(this.#timer);
    try {
      const { data, command } = await api.post<Task>('/capture', this.#body());
      this.clear();
      store.putTask(data);
      await done?.(data);
      const space = store.spaces.get(data.space_id);
      const where = !space || space.access === 'personal' ? t('capture.personal') : space.name;
      toasts.undoable(t('capture.made', { title: data.title, where }), command);
      taskMade(data);
      return data;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.error = error.offline ? t('capture.offline') : Object.values(error.fields)[0] || error.message;
      return null;
    } finally {
      this.sending = false;
    }
  }
}
