// The list of people as a file for a spreadsheet.
import type { Person } from '../../../api/types';
import { downloadText } from '../../../app/download';

const columns = [
  'name',
  'email',
  'role',
  'state',
  'job_title',
  'phone',
  'mobile',
  'location',
  'last_seen_at',
] as const;

/** RFC 4180; a cell a spreadsheet would take for a formula begins with an apostrophe. */
export function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function csv(people: Person[]): string {
  const rows = people.map((person) => columns.map((name) => cell(person[name] ?? '')).join(','));
  return [columns.join(','), ...rows].join('\r\n') + '\r\n';
}

export function saveCsv(people: Person[]): void {
  // The mark at the start tells spreadsheets that this is UTF-8.
  downloadText(`\ufeff${csv(people)}`, 'text/csv', 'people.csv');
}
