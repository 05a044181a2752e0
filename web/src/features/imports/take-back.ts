import { api } from '../../api/client';
import type { ImportFile } from '../../api/types';
import { mutate } from '../../app/mutate';
import { session } from '../../app/session.svelte';
import { t } from '../../words';

/** Everything an import brought disappears again, unless it was worked on since. */
export function takeBack(entry: Pick<ImportFile, 'id' | 'name'>, after: () => unknown): Promise<boolean> {
  return mutate<unknown>({
    send: () => api.delete(`/imports/${entry.id}`, undefined, { timeout: 120_000 }),
    settle: () => {
      void session.refresh();
      void after();
    },
    done: t('imports.took_back', { name: entry.name }),
    takeBack: null,
    failed: t('imports.take_back_failed'),
  });
}
