// The topic one is at: loaded whole, kept true by the stream, with its messages.
import { api } from '../../api/client';
import type { Id, Topic } from '../../api/types';
import type { Change } from '../../app/changes';
import { store } from '../../app/store.svelte';
import { router } from '../../app/router.svelte';
import { Messages } from './messages.svelte';

/** The message an address names. */
export const messageOf = (hash: string): Id | undefined => /^#c-([0-9a-f-]{36})$/.exec(hash)?.[1];

export class OpenTopic {
  id = $state<Id | null>(null);
  error = $state.raw<unknown>(null);
  messages = $state.raw<Messages | null>(null);

  get topic(): Topic | undefined {
    return this.id ? store.openedTopics.get(this.id) : undefined;
  }

  open(id: Id | null): void {
    if (this.id === id) return;
    this.id = id;
    this.error = null;
    this.messages = id ? new Messages(id) : null;
    void this.messages?.begin(messageOf(router.hash) ?? 'unread');
    void this.load();
  }

  async load(): Promise<void> {
    const id = this.id;
    if (!id) return;
    try {
      const topic = await api.get<Topic>(`/topics/${id}`);
      store.putTopic(topic);
      if (this.id === id) this.error = null;
    } catch (error) {
      if (this.id === id) this.error = error;
    }
  }

  /** Where no stream brings it, and when it went out of sight. */
  followed(changes: Change[], polling: boolean): void {
    const near = changes.filter((change) => change.item_id === this.id);
    if (near.some((change) => change.gone)) void this.load();
    else if (polling && near.length) {
      void this.load();
      void this.messages?.load();
    }
  }
}
