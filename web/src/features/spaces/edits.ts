// Changes of a space, shown at once and taken back when the server refuses.
import { api, type Answer } from '../../api/client';
import type { Id, Me, Space } from '../../api/types';
import { mutate, wayBack } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';

export type SpacePatch = Partial<
  Pick<
    Space,
    | 'name'
    | 'kind'
    | 'access'
    | 'everyone_joins'
    | 'prefix'
    | 'color'
    | 'icon'
    | 'description'
    | 'tools'
    | 'first_answer_minutes'
    | 'done_minutes'
    | 'finish'
  >
>;

/** The answer may be the space itself or a part of it; what is stored is always the space. */
export function settle(space: Space, data: unknown): void {
  if (data && typeof data === 'object' && 'statuses' in data && 'prefix' in data) {
    const fresh = data as Space;
    store.spaces.set(fresh.id, fresh);
  } else void reload(space.id);
}

export async function reload(id: Id): Promise<void> {
  const fresh = await api.get<Space>(`/spaces/${id}`).catch(() => null);
  if (fresh) store.spaces.set(id, fresh);
}

/** Any change of a space: `shown` is how it looks meanwhile, `back` the opposite call. */
export function changeSpace(
  space: Space,
  shown: Partial<Space>,
  send: () => Promise<Answer<unknown>>,
  done: string,
  back: ((data: unknown) => Promise<Answer<unknown>>) | null,
): Promise<boolean> {
  let answer: unknown;
  return mutate<unknown>({
    apply: () => {
      store.spaces.set(space.id, { ...space, ...shown });
      return () => store.spaces.set(space.id, space);
    },
    send,
    settle: (data) => {
      answer = data;
      settle(space, data);
    },
    done,
    takeBack: back && wayBack(async () => settle(space, (await back(answer)).data)),
    failed: t('spaces.not_saved'),
  });
}

/** What the fields of a patch were before it. */
function before(space: Space, patch: SpacePatch): SpacePatch {
  return Object.fromEntries(Object.keys(patch).map((name) => [name, space[name as keyof SpacePatch]]));
}

/** Puts the fields back as they were, over the version of now. */
export function unpatch(space: Space, patch: SpacePatch): () => Promise<void> {
  const version = () => store.spaces.get(space.id)?.version ?? space.version;
  return wayBack(async () =>
    settle(space, (await api.patch<Space>(`/spaces/${space.id}`, before(space, patch), version())).data),
  );
}

export function patchSpace(space: Space, patch: SpacePatch, done = t('spaces.saved')): Promise<boolean> {
  const names = Object.keys(patch);
  const value = (source: Record<string, unknown>) => names.map((name) => String(source[name])).join(', ');
  return mutate<Space>({
    apply: () => {
      store.spaces.set(space.id, { ...space, ...patch });
      return () => store.spaces.set(space.id, space);
    },
    send: () => api.patch<Space>(`/spaces/${space.id}`, patch, space.version),
    settle: (data) => settle(space, data),
    done,
    takeBack: unpatch(space, patch),
    failed: t('spaces.not_saved'),
    conflict: {
      field: names.map((name) => t(`spaces.field_name.${name}`)).join(', '),
      mine: value(patch as Record<string, unknown>),
      theirs: (current) => {
        const now = current as Space;
        store.spaces.set(now.id, now);
        return value(now as unknown as Record<string, unknown>);
      },
      keepMine: () => patchSpace(store.spaces.get(space.id) ?? space, patch, done),
    },
  });
}

export function starred(id: Id): boolean {
  return store.me?.starred_space_ids.includes(id) ?? false;
}

/** One's own mark: nobody else sees it, so nothing is said about it. */
export function star(space: Space): Promise<boolean> {
  const on = !starred(space.id);
  const show = (value: boolean) => {
    const me = store.me;
    if (!me) return;
    const others = me.starred_space_ids.filter((id) => id !== space.id);
    store.me = { ...me, starred_space_ids: value ? [...others, space.id] : others } satisfies Me;
  };
  const path = `/spaces/${space.id}/star`;
  return mutate<unknown>({
    apply: () => {
      show(on);
      return () => show(!on);
    },
    send: () => (on ? api.put(path) : api.delete(path)),
    failed: t('spaces.not_saved'),
  });
}

/** Whoever leads a space puts it into the archive, and brings it back: nothing else in it can be changed there. */
export function mayArchive(space: Space): boolean {
  return space.my_role === 'lead' || (store.isAdmin && space.access !== 'private');
}

export function archive(space: Space, on: boolean): Promise<boolean> {
  const path = `/spaces/${space.id}/archive`;
  const send = (archived: boolean) => (archived ? api.put(path) : api.delete(path));
  return mutate<unknown>({
    apply: () => {
      store.spaces.set(space.id, { ...space, archived: on });
      return () => store.spaces.set(space.id, space);
    },
    send: () => send(on),
    settle: (data) => settle(space, data),
    done: t(on ? 'spaces.archived_done' : 'spaces.unarchived_done', { name: space.name }),
    takeBack: wayBack(async () => settle(space, (await send(!on)).data)),
    failed: t('spaces.not_saved'),
  });
}
