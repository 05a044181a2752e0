// Settings are saved as one goes: each change is one PATCH, shown at once.
import { ApiError, api, type Answer } from '../../api/client';
import type { Me } from '../../api/types';
import { mutate } from '../../app/mutate';
import { session } from '../../app/session.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

export type MePatch = Partial<
  Pick<
    Me,
    | 'name'
    | 'job_title'
    | 'phone'
    | 'mobile'
    | 'location'
    | 'about'
    | 'language'
    | 'time_zone'
    | 'working_days'
    | 'hours_from'
    | 'hours_to'
    | 'capacity_minutes'
    | 'theme'
    | 'single_keys'
    | 'color'
    | 'away'
  >
>;

export const saving = $state({ count: 0, done: false });

/** One's own settings in two tabs: the later choice is meant, so a newer version is fetched and the change sent again. */
async function send(patch: MePatch): Promise<Answer<Me>> {
  try {
    return await api.patch<Me>('/me', patch, store.me?.version ?? '');
  } catch (error) {
    if (!(error instanceof ApiError) || !error.conflict) throw error;
    const fresh = await api.get<Me>('/me');
    return api.patch<Me>('/me', patch, fresh.version);
  }
}

export async function saveMe(patch: MePatch): Promise<boolean> {
  const before = store.me;
  if (!before) return false;
  saving.count += 1;
  const done = await mutate<Me>({
    apply: () => {
      session.use({ ...before, ...patch });
      return () => session.use(before);
    },
    send: () => send(patch),
    settle: (me) => {
      session.use(me);
      store.people.set(me.id, me);
    },
    failed: t('me.not_saved'),
  });
  saving.count -= 1;
  saving.done = done;
  return done;
}
