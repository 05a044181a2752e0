// What the organization is: each change is one PATCH, shown at once, and can be taken back.
import { api } from '../../../api/client';
import type { Organization } from '../../../api/types';
import { mutate, wayBack } from '../../../app/mutate';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';

export type OrganizationPatch = Partial<
  Pick<
    Organization,
    'name' | 'time_zone' | 'currency' | 'working_days' | 'closed_days' | 'opens' | 'closes' | 'timer_step'
  >
>;

export function saveOrganization(patch: OrganizationPatch, done: string): Promise<boolean> {
  const before = store.organization;
  if (!before) return Promise.resolve(false);
  const send = (sent: OrganizationPatch, version: string) =>
    api.patch<Organization>('/organization', sent, version);
  // What it was before, of the fields that were changed and no others.
  const old = Object.fromEntries(
    Object.keys(patch).map((field) => [field, before[field as keyof OrganizationPatch]]),
  );
  let saved = '';
  return mutate<Organization>({
    apply: () => {
      store.organization = { ...before, ...patch };
      return () => (store.organization = before);
    },
    send: () => send(patch, before.version),
    settle: (data) => {
      store.organization = data;
      saved = data.version;
    },
    done,
    // With the version of this change: what was changed after it is not taken back with it.
    takeBack: wayBack(async () => {
      const { data } = await send(old, saved);
      store.organization = data;
    }),
    failed: t('admin.organization.not_saved'),
  });
}
