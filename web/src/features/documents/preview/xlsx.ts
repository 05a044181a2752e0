// The sheets of a workbook as rows of words: values as they are stored, without formulas or colours.
import JSZip from 'jszip';

export interface Sheet {
  name: string;
  rows: string[][];
  cut: boolean;
}

const mostRows = 500;
const mostColumns = 60;
/** A part that unpacks to more is not unpacked. */
const mostBytes = 60 * 1024 * 1024;

async function part(zip: JSZip, path: string): Promise<XMLDocument | null> {
  const entry = zip.file(path);
  if (!entry) return null;
  const size = (entry as unknown as { _data?: { uncompressedSize?: number } })._data?.uncompressedSize ?? 0;
  if (size > mostBytes) throw new Error('too large');
  return new DOMParser().parseFromString(await entry.async('string'), 'application/xml') as XMLDocument;
}

const all = (root: Document | Element | null, name: string) =>
  [...(root?.getElementsByTagName('*') ?? [])].filter((one) => one.localName === name);
const words = (root: Element) =>
  all(root, 't')
    .filter((one) => one.parentElement?.localName !== 'rPh')
    .map((one) => one.textContent ?? '')
    .join('');

export async function readSheets(bytes: ArrayBuffer): Promise<Sheet[]> {
  const zip = await JSZip.loadAsync(bytes);
  const book = await part(zip, 'xl/workbook.xml');
  const relations = new Map(
    all(await part(zip, 'xl/_rels/workbook.xml.rels'), 'Relationship').map((one) => [
      one.getAttribute('Id') ?? '',
      (one.getAttribute('Target') ?? '').replace(/^\/?(xl\/)?/, ''),
    ]),
  );
  const shared = all(await part(zip, 'xl/sharedStrings.xml'), 'si').map(words);
  const dates = await dateStyles(zip);
  const late = all(book, 'workbookPr')[0]?.getAttribute('date1904') === '1';
  const sheets: Sheet[] = [];
  for (const one of all(book, 'sheet').slice(0, 30)) {
    if (one.getAttribute('state')) continue;
    const id = [...one.attributes].find((attribute) => /:id$/.test(attribute.name))?.value ?? '';
    const sheet = await part(zip, `xl/${relations.get(id) ?? ''}`);
    if (!sheet) continue;
    const rows: string[][] = [];
    const found = all(sheet, 'row');
    for (const row of found.slice(0, mostRows)) rows.push(cells(row, shared, dates, late));
    sheets.push({ name: one.getAttribute('name') ?? '', rows, cut: found.length > mostRows });
  }
  return sheets;
}

function cells(row: Element, shared: string[], dates: boolean[], late: boolean): string[] {
  const list: string[] = [];
  let at = 0;
  for (const cell of all(row, 'c')) {
    const letters = /^[A-Z]+/.exec(cell.getAttribute('r') ?? '')?.[0];
    if (letters) at = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    if (at >= mostColumns) break;
    while (list.length < at) list.push('');
    list.push(value(cell, shared, dates, late));
    at += 1;
  }
  return list;
}

function value(cell: Element, shared: string[], dates: boolean[], late: boolean): string {
  const type = cell.getAttribute('t') ?? 'n';
  if (type === 'inlineStr') return words(cell);
  const raw = all(cell, 'v')[0]?.textContent ?? '';
  if (type === 's') return shared[Number(raw)] ?? '';
  if (type === 'b') return raw === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n' || raw === '') return raw;
  const number = Number(raw);
  if (!Number.isFinite(number)) return raw;
  if (dates[Number(cell.getAttribute('s') ?? 0)]) return day(number + (late ? 1462 : 0));
  return String(Number(number.toPrecision(12)));
}

/** Days since the end of 1899, as spreadsheets count them. */
function day(number: number): string {
  const moment = new Date(Date.UTC(1899, 11, 30) + Math.round(number * 86_400) * 1000);
  if (Number.isNaN(moment.getTime())) return String(number);
  const at = moment.toISOString();
  const date = number >= 1 ? at.slice(0, 10) : '';
  const time = number % 1 ? at.slice(11, 16) : '';
  return [date, time].filter(Boolean).join(' ');
}

/** Which styles of cells show a number as a day. */
async function dateStyles(zip: JSZip): Promise<boolean[]> {
  const styles = await part(zip, 'xl/styles.xml');
  const own = new Map(
    all(styles, 'numFmt').map((one) => [
      Number(one.getAttribute('numFmtId')),
      /[dmyh]/i.test((one.getAttribute('formatCode') ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')),
    ]),
  );
  const [cell] = all(styles, 'cellXfs');
  return all(cell ?? null, 'xf').map((one) => {
    const id = Number(one.getAttribute('numFmtId'));
    return own.get(id) ?? ((id >= 14 && id <= 22) || (id >= 45 && id <= 47));
  });
}
