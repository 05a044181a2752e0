// The files of one item: loaded when it is opened and when it changed.
import { api, type Answer } from '../../api/client';
import type { Attachment, Id, Page } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';

export class Attachments {
  items = $state.raw<Attachment[]>([]);
  failed = $state(false);
  #turn = 0;
  #underWay = new Map<Id, Promise<Answer<Attachment>>>();
  constructor(readonly item: Id) {}

  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const page = await api.get<Page<Attachment>>(`/items/${this.item}/attachments`);
      if (turn !== this.#turn) return;
      this.items = page.items;
      this.failed = false;
    } catch {
      if (turn === this.#turn) this.failed = true;
    }
  }

  /** By the stream: all of them, later than anything that is still being asked for. */
  brought(items: Attachment[]): void {
    this.#turn += 1;
    this.items = items;
    this.failed = false;
  }

  put(file: Attachment): void {
    this.items = this.items.some((one) => one.id === file.id)
      ? this.items.map((one) => (one.id === file.id ? file : one))
      : [...this.items, file];
  }

  /** Sends a change of a file, with the version that the one before it makes when that is still on its way. */
  #send(file: Attachment, change: (version: string) => Promise<Answer<Attachment>>) {
    const before = this.#underWay.get(file.id);
    const sent = before
      ? before.then(
          ({ data }) => change(data.version),
          () => change(file.version),
        )
      : change(file.version);
    this.#underWay.set(file.id, sent);
    const over = () => this.#underWay.get(file.id) === sent && this.#underWay.delete(file.id);
    sent.then(over, over);
    return sent;
  }

  remove(file: Attachment): Promise<boolean> {
    return mutate<Attachment>({
      apply: () => {
        const before = this.items;
        this.items = before.filter((one) => one.id !== file.id);
        return () => (this.items = before);
      },
      send: () => this.#send(file, (version) => api.delete<Attachment>(`/files/${file.id}`, version)),
      done: t('files.deleted'),
      failed: t('files.not_deleted'),
    });
  }

  rename(file: Attachment, name: string): Promise<boolean> {
    return mutate<Attachment>({
      apply: () => {
        this.put({ ...file, name });
        return () => this.put(file);
      },
      send: () =>
        this.#send(file, (version) => api.patch<Attachment>(`/files/${file.id}`, { name }, version)),
      // It may have been deleted meanwhile.
      settle: (data) => this.items.some((one) => one.id === file.id) && this.put(data),
      failed: t('files.not_renamed'),
    });
  }
}
