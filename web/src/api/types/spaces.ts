// Spaces with their statuses, sections, fields, members; tags.
import type { Narrow, Sent } from './common';

export type Access = Sent<'AccessShape'>;
export type SpaceKind = Sent<'SpaceKindShape'>;
export type Category = Sent<'CategoryShape'>;
export type Status = Sent<'StatusShape'>;
export type Section = Sent<'SectionShape'>;
export type FieldKind = Sent<'FieldKindShape'>;
export type Tool = Sent<'ToolShape'>;
export type SpaceRole = Sent<'SpaceRoleShape'>;
/** `currency` is sent with fields of money only as far as the page is concerned. */
export type Field = Narrow<Sent<'FieldShape'>, { currency?: string | null }>;
/** `color` is 0–9, `icon` a Lucide name, `description` Markdown. Closed spaces one is not in: `can.read` is false. */
export type Space = Narrow<Sent<'SpaceShape'>, { fields: Field[] }>;
export type Membership = Sent<'Membership'>;
export type Tag = Sent<'TagShape'>;
