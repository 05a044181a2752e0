// Statuses, sections and fields: ordered parts of a space, each changed by its own address.
import { api, type Query } from '../../api/client';
import type { Category, Field, FieldKind, Section, Space, Status } from '../../api/types';
import { t } from '../../words';
import { changeSpace } from './edits';

export type PartKind = 'statuses' | 'sections' | 'fields';
export type Part = Status | Section | Field;

export interface PartInput {
  name?: string;
  category?: Category;
  limit?: number | null;
  kind?: FieldKind;
  choices?: string[];
  /** The id it stands behind; null for the top. */
  after?: number | null;
}

const list = (space: Space, kind: PartKind) => space[kind] as Part[];
const path = (space: Space, kind: PartKind, id?: number) =>
  `/spaces/${space.id}/${kind}${id === undefined ? '' : `/${id}`}`;

export function addPart(space: Space, kind: PartKind, input: PartInput): Promise<boolean> {
  const known = new Set(list(space, kind).map((part) => part.id));
  return changeSpace(
    space,
    {},
    () => api.post(path(space, kind), input),
    t(`spaces.added.${kind}`, { name: input.name ?? '' }),
    (answer) => {
      const made = list(answer as Space, kind).find((part) => !known.has(part.id));
      return api.delete(path(space, kind, made?.id));
    },
  );
}

export function changePart(space: Space, kind: PartKind, part: Part, input: PartInput): Promise<boolean> {
  const shown = list(space, kind).map((other) => (other.id === part.id ? { ...other, ...input } : other));
  const was = Object.fromEntries(Object.keys(input).map((name) => [name, part[name as keyof Part]]));
  const send = (patch: PartInput) => api.patch(path(space, kind, part.id), patch, space.version);
  return changeSpace(
    space,
    { [kind]: shown } as Partial<Space>,
    () => send(input),
    t('spaces.saved'),
    () => send(was),
  );
}

export function movePart(space: Space, kind: PartKind, part: Part, after: Part | null): Promise<boolean> {
  const others = list(space, kind).filter((other) => other.id !== part.id);
  const at = after ? others.findIndex((other) => other.id === after.id) + 1 : 0;
  const shown = [...others.slice(0, at), part, ...others.slice(at)];
  const was = list(space, kind)[list(space, kind).findIndex((other) => other.id === part.id) - 1];
  const send = (behind: Part | null | undefined) =>
    api.patch(path(space, kind, part.id), { after: behind?.id ?? null }, space.version);
  return changeSpace(
    space,
    { [kind]: shown } as Partial<Space>,
    () => send(after),
    t('spaces.moved_to', { name: part.name, place: at + 1, count: shown.length }),
    () => send(was),
  );
}

/** What was filled in goes with it, so this one has no way back; the menus say what happens. */
export function removePart(space: Space, kind: PartKind, part: Part, query?: Query): Promise<boolean> {
  const shown = list(space, kind).filter((other) => other.id !== part.id);
  return changeSpace(
    space,
    { [kind]: shown } as Partial<Space>,
    () => api.delete(path(space, kind, part.id), undefined, { query }),
    t(`spaces.removed.${kind}`, { name: part.name }),
    null,
  );
}
