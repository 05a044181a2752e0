// Putting people and spaces into a space and taking them out, with Undo instead of a question.
import { api } from '../../api/client';
import type { Membership, Space, SpaceRole } from '../../api/types';
import { mutate, wayBack } from '../../app/mutate';
import { session } from '../../app/session.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { members } from './members.svelte';

function later(space: Space, who: Membership['member']): void {
  void members.load(space.id);
  // One's own rights may have changed with it.
  if (who.id === store.me?.id || who.kind === 'space') session.refreshSoon();
}

export function addMember(space: Space, who: Membership['member'], role: SpaceRole): Promise<boolean> {
  const before = members.of(space.id);
  const known = before.find((m) => m.member.id === who.id && !m.via);
  const path = `/spaces/${space.id}/members/${who.id}`;
  return mutate<unknown>({
    apply: () => {
      const others = before.filter((m) => m.member.id !== who.id || m.via);
      members.put(space.id, [...others, { member: who, role, via: null }]);
      return () => members.put(space.id, before);
    },
    send: () => api.put(path, { role }),
    settle: () => later(space, who),
    done: known
      ? t('spaces.role_done', { name: who.name, role: t(`spaces.role.${role}`) })
      : t('spaces.member_added', { name: who.name }),
    takeBack: wayBack(async () => {
      await (known ? api.put(path, { role: known.role }) : api.delete(path));
      later(space, who);
    }),
    failed: t('spaces.not_saved'),
  });
}

export function removeMember(space: Space, { member: who, role }: Membership): Promise<boolean> {
  const path = `/spaces/${space.id}/members/${who.id}`;
  const before = members.of(space.id);
  return mutate<unknown>({
    apply: () => {
      members.put(
        space.id,
        before.filter((m) => m.member.id !== who.id || m.via),
      );
      return () => members.put(space.id, before);
    },
    send: () => api.delete(path),
    settle: () => later(space, who),
    done: t('spaces.member_removed', { name: who.name }),
    takeBack: wayBack(async () => {
      await api.put(path, { role });
      later(space, who);
    }),
    failed: t('spaces.not_saved'),
  });
}
