// Statuses, sections and fields: ordered parts of a space, each changed by its own address.
import { api, type Query } from '../../api/client';
import type { Category, Field, FieldKind, Section, Space, Status } from '../../api/types';
import { t } from '../../words';
import { changeSpace } from './edits';

export type PartKind = 'statuses' | 'sections' | 'fields';
type Part = Status | Section | Field;

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
  const done = t(`spaces.added.${kind}`, { name: input.name ?? '' });
  return changeSpace(space, {}, () => api.post(path(space, kind), input), done);
}

export function changePart(space: Space, kind: PartKind, id: number, input: PartInput): Promise<boolean> {
  const shown = list(space, kind).map((part) => (part.id === id ? { ...part, ...input } : part));
  return changeSpace(
    space,
    { [kind]: shown } as Partial<Space>,
    () => api.patch(path(space, kind, id), input, space.version),
    t('spaces.saved'),
  );
}

export function movePart(space: Space, kind: PartKind, part: Part, after: Part | null): Promise<boolean> {
  const others = list(space, kind).filter((other) => other.id !== part.id);
  const at = after ? others.findIndex((other) => other.id === after.id) + 1 : 0;
  const shown = [...others.slice(0, at), part, ...others.slice(at)];
  return changeSpace(
    space,
    { [kind]: shown } as Partial<Space>,
    () => api.patch(path(space, kind, part.id), { after: after?.id ?? null }, space.version),
    t('spaces.saved'),
  );
}

export function removePart(space: Space, kind: PartKind, part: Part, query?: Query): Promise<boolean> {
  const shown = list(space, kind).filter((other) => other.id !== part.id);
  return changeSpace(
    space,
    { [kind]: shown } as Partial<Space>,
    () => api.delete(path(space, kind, part.id), space.version, { query }),
    t(`spaces.removed.${kind}`, { name: part.name }),
  );
}
