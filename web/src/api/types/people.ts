// People, the organization, sessions, invites, tokens, and the one answer that starts the page.
import type { Narrow, Sent } from './common';
import type { SavedSearch } from './search';
import type { Space } from './spaces';

export type Role = Sent<'RoleShape'>;
export type PersonState = Sent<'StateShape'>;
/** `color` is an avatar colour 0–9, `working_days` go from 1 (Monday); `email` is null when the reader may not see it. */
export type Person = Sent<'PersonShape'>;
export type Me = Sent<'Me'>;
export type Organization = Sent<'OrganizationShape'>;
export type CalendarFound = Sent<'CalendarShape'>;
export type Session = Sent<'SessionShape'>;
// The one field that is sent only once, in the answer that makes it.
export type Invite = Narrow<Sent<'InviteShape'>, { link?: string }>;
export type TokenScope = Sent<'ScopeShape'>;
export type CalendarFeed = Narrow<Sent<'CalendarFeed'>, { address?: string }>;
export type Token = Narrow<Sent<'TokenShape'>, { secret?: string }>;
/** GET /session: everything the shell needs in one request. */
export type Bootstrap = Narrow<Sent<'Bootstrap'>, { spaces: Space[]; searches: SavedSearch[] }>;
export type Health = Sent<'ServiceHealth'>;
export type Holding = Sent<'Holding'>;
export type Held = Sent<'Held'>;
export type Departure = Sent<'Departure'>;
export type PlannedDeparture = Sent<'PlannedDeparture'>;
