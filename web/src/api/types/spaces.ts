// Spaces with their statuses, sections, fields, members; tags.
import type { Id, Instant } from './common';

export type Access = 'open' | 'closed' | 'private' | 'personal';
export type SpaceKind = 'department' | 'team' | 'client' | 'topic';
export type Category = 'todo' | 'doing' | 'waiting' | 'done' | 'cancelled';
export interface Status {
  id: number;
  name: string;
  category: Category;
  limit: number | null;
  order: string;
}
export interface Section {
  id: number;
  name: string;
  order: string;
}
export type FieldKind = 'text' | 'number' | 'money' | 'date' | 'choice' | 'person';
export interface Field {
  id: number;
  name: string;
  kind: FieldKind;
  choices: string[];
  currency?: string | null;
  order: string;
}
export type Tool = 'overview' | 'tasks'; // later: discussions documents schedule processes plan
export type SpaceRole = 'lead' | 'member' | 'guest';
export interface Space {
  id: Id;
  name: string;
  kind: SpaceKind;
  access: Access;
  everyone_joins: boolean;
  prefix: string;
  color: number /* 0..9 */;
  icon: string /* lucide name */;
  description: string /* Markdown */;
  tools: Tool[];
  statuses: Status[];
  sections: Section[];
  fields: Field[];
  archived: boolean;
  deleted_at: Instant | null;
  open_tasks: number;
  my_role: SpaceRole | 'none';
  can: { read: boolean; write: boolean; manage: boolean }; // closed spaces one is not in: read=false
  created_at: Instant;
  version: string;
}
export interface Membership {
  member: { kind: 'person' | 'space'; id: Id; name: string };
  role: SpaceRole;
  via: Id | null; /* the space through which a person is in */
}
export interface Tag {
  id: number;
  name: string;
  color: number;
  version: string;
}
