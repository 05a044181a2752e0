// People, the organization, sessions, invites, tokens, and the one answer that starts the page.
import type { Id, Instant } from './common';
import type { Space, Tag } from './spaces';
import type { HomeCounts } from './views';

export type Role = 'owner' | 'admin' | 'member' | 'guest';
export type PersonState = 'active' | 'invited' | 'placeholder' | 'deactivated';
export interface Person {
  id: Id;
  name: string;
  initials: string;
  color: number /* 0..9 avatar colour */;
  email: string | null /* null when the reader may not see it */;
  role: Role;
  state: PersonState;
  job_title: string;
  phone: string;
  mobile: string;
  location: string;
  about: string;
  reports_to: Id | null;
  language: string;
  time_zone: string;
  working_days: number[] /* 1=Monday..7 */;
  hours_from: string;
  hours_to: string;
  last_seen_at: Instant | null;
  created_at: Instant;
  version: string;
}
export interface Me extends Person {
  theme: 'system' | 'light' | 'dark';
  single_keys: boolean;
  starred_space_ids: Id[];
  must_change_password: boolean;
  personal_space_id: Id;
  week_starts_on: number;
}
export interface Organization {
  name: string;
  time_zone: string;
  language: string;
  currency: string;
  working_days: number[];
  public_url: string | null;
  version: string;
}
export interface Session {
  id: Id;
  current: boolean;
  created_at: Instant;
  last_seen_at: Instant;
  device: string;
  address: string;
}
export interface Invite {
  id: Id;
  role: Role;
  space_ids: Id[];
  created_by: Id;
  created_at: Instant;
  expires_at: Instant;
  uses: number;
  max_uses: number | null;
  link?: string; /* only in the answer that makes it */
}
export interface Token {
  id: Id;
  name: string;
  scopes: string[];
  created_at: Instant;
  last_used_at: Instant | null;
  expires_at: Instant | null;
  secret?: string; /* only once */
}
export interface Holdings {
  open_tasks: { space_id: Id; count: number }[];
  lead_of: Id[];
  sessions: number;
  tokens: number;
  personal_tasks: number;
}
/** GET /session: everything the shell needs in one request */
export interface Bootstrap {
  me: Me;
  organization: Organization;
  people: Person[];
  spaces: Space[];
  tags: Tag[];
  home: HomeCounts;
  history: string;
  seq: number;
  app_version: string;
  health: Health;
  outgoing_held: boolean;
}
export interface Health {
  writable: boolean;
  reason: string | null;
  search: 'ready' | 'rebuilding';
  search_progress: number; /* 0..1 */
}
