// The message catalogue. One JSON a feature in words/en; a key is the file's name and the entry's: "today" of home.json is home.today.
// Words of the first load are here; a lazy feature adds its own: addWords('admin', en) in its words.ts.
import capture from './en/capture.json';
import common from './en/common.json';
import dates from './en/dates.json';
import home from './en/home.json';
import shell from './en/shell.json';
import tasks from './en/tasks.json';
import { locale } from './locale.svelte';

export type Entry = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Values = Record<string, string | number>;

const catalogue: Record<string, Record<string, Entry>> = { capture, common, dates, home, shell, tasks };

export function addWords(feature: string, entries: Record<string, Entry>): void {
  catalogue[feature] = entries;
}

/** The sentence for a key. `{name}` is filled in; an entry with one/other is chosen by `count`. */
export function t(key: string, values: Values = {}): string {
  const dot = key.indexOf('.');
  const entry = catalogue[key.slice(0, dot)]?.[key.slice(dot + 1)];
  if (entry === undefined) return key;
  const text =
    typeof entry === 'string'
      ? entry
      : (entry[locale.plural(Number(values.count ?? 0))] ?? entry.other ?? '');
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === 'number' ? locale.number(value) : value;
  });
}

/** A sentence cut where `{name}` stands, so that a part of it can be drawn as a link or in bold. */
export function around(key: string, name: string, values: Values = {}): [string, string] {
  const [before = '', after = ''] = t(key, values).split(`{${name}}`);
  return [before, after];
}
