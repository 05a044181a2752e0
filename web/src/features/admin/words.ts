import en from '../../words/en/admin.json';
import { addWords, t } from '../../words';

addWords('admin', en);

/** A word for what the server named, or the name itself when it is newer than this page. */
export function wordFor(key: string, name: string): string {
  const word = t(key);
  return word === key ? name.replace(/_/g, ' ') : word;
}
