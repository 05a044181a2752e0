// The reports: where each stands, and what it is asked about.
import type { Query } from '../../api/client';
import type { Day, ReportName } from '../../api/types';
import { addDays, weekday } from '../../words/dates';
import { firstDay, timeOf } from './time';

/** A time and a space; a space; a week and a space; which of the spaces with a finish. */
type Asks = 'time' | 'space' | 'week' | 'dated';

export interface Tab {
  id: ReportName;
  path: string;
  asks: Asks;
}

const tab = (id: ReportName, asks: Asks, path = `/reports/${id}`): Tab => ({ id, path, asks });

export const reports: Tab[] = [
  tab('lineup', 'dated', '/reports'),
  tab('operations', 'time'),
  tab('throughput', 'time'),
  tab('overdue', 'space'),
  tab('time', 'time'),
  tab('forecast', 'space'),
  tab('week', 'week'),
  tab('requests', 'time'),
];

/** The Monday of the week an address asks for; none: this week. */
export function weekOf(query: URLSearchParams, today: Day): Day | null {
  const day = query.get('day');
  if (!day || !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return null;
  const monday = mondayOf(day);
  return monday < mondayOf(today) ? monday : null;
}

/** Which spaces a lineup shows. */
export const shows = ['all', 'mine', 'risk'] as const;
export const showOf = (query: URLSearchParams): (typeof shows)[number] =>
  shows.find((one) => one === query.get('show')) ?? 'all';

export const mondayOf = (day: Day): Day => addDays(day, 1 - weekday(day));

/** What the server is asked, by what stands in the address. */
export function asked({ id, asks }: Tab, query: URLSearchParams, space: string, today: Day): Query {
  const one = space || undefined;
  if (asks === 'dated') return { show: query.has('show') ? showOf(query) : undefined };
  if (asks === 'space') return { space: one };
  if (asks === 'week') return { day: weekOf(query, today) ?? undefined, space: one };
  const time = timeOf(query, today);
  const by = id === 'operations' ? (query.get('by') ?? undefined) : undefined;
  return { from: firstDay(time, today), to: time.to ?? undefined, space: one, by };
}
