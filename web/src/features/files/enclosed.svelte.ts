// Files chosen for a comment that is being written. They are attached to the item at once and go with the comment
// when it is sent; given up, they stay with the item. Kept when the panel is closed.
import { SvelteMap } from 'svelte/reactivity';
import { api } from '../../api/client';
import type { Attachment, Id } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';
import { uploads, type Sending } from './uploads.svelte';

class Enclosed {
  #files = new SvelteMap<Id, Attachment[]>();

  constructor() {
    uploads.onDone((item, attachment, one) => {
      if (one.enclosed) this.#files.set(item, [...this.of(item), attachment]);
    });
  }

  of(item: Id): Attachment[] {
    return this.#files.get(item) ?? [];
  }

  sending(item: Id): Sending[] {
    return uploads.of(item).filter((one) => one.enclosed);
  }

  /** What is still on its way goes with the comment too; what failed is for its writer to decide. */
  isUnderWay(item: Id): boolean {
    return this.sending(item).some((one) => one.phase !== 'failed');
  }

  /** They were sent, or are gone. */
  drop(item: Id, ids: Id[]): void {
    this.#files.set(
      item,
      this.of(item).filter((file) => !ids.includes(file.id)),
    );
  }

  remove(file: Attachment): Promise<boolean> {
    return mutate<Attachment>({
      apply: () => {
        const before = this.of(file.item_id);
        this.drop(file.item_id, [file.id]);
        return () => this.#files.set(file.item_id, before);
      },
      send: () => api.delete<Attachment>(`/files/${file.id}`, file.version),
      done: t('files.deleted'),
      failed: t('files.not_deleted'),
    });
  }
}

export const enclosed = new Enclosed();
