// How a file is shown in the page, by what its first bytes say it is; sound and film by their ending, because they can
// do nothing but play.
import type { Attachment } from '../../../api/types';

export type Shown =
  'image' | 'pdf' | 'text' | 'markdown' | 'csv' | 'docx' | 'xlsx' | 'audio' | 'video' | null;

const sounds = ['mp3', 'm4a', 'aac', 'ogg', 'oga', 'opus', 'wav', 'flac', 'weba'];
const films = ['mp4', 'm4v', 'mov', 'webm', 'ogv', 'mkv'];
const mega = 1024 * 1024;
/** More than this is downloaded rather than drawn. */
const most: Partial<Record<Exclude<Shown, null>, number>> = {
  image: 40 * mega,
  pdf: 200 * mega,
  text: 2 * mega,
  markdown: mega,
  csv: 5 * mega,
  docx: 20 * mega,
  xlsx: 10 * mega,
};

export function shownAs(file: Pick<Attachment, 'kind' | 'name' | 'bytes'>): Shown {
  const as = kindOf(file);
  return as && file.bytes <= (most[as] ?? Infinity) ? as : null;
}

function kindOf({ kind, name }: Pick<Attachment, 'kind' | 'name'>): Shown {
  if (['png', 'jpeg', 'gif', 'webp'].includes(kind)) return 'image';
  if (kind === 'pdf' || kind === 'markdown' || kind === 'csv' || kind === 'docx' || kind === 'xlsx')
    return kind;
  // What a web page says is read as its source here, never run.
  if (kind === 'text' || kind === 'html') return /\.(md|markdown)$/i.test(name) ? 'markdown' : 'text';
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (kind === 'other' && sounds.includes(ending)) return 'audio';
  if (kind === 'other' && films.includes(ending)) return 'video';
  return null;
}
