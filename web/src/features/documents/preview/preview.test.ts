// @vitest-environment happy-dom
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv';
import { shownAs } from './kinds';
import { readSheets } from './xlsx';

describe('cells of a text', () => {
  it('are cut where they are, whatever sign stands between them', () => {
    expect(parseCsv('\ufeffPart;Price\r\n"Gasket; 110";"4,20"\r\n', 10).rows).toEqual([
      ['Part', 'Price'],
      ['Gasket; 110', '4,20'],
    ]);
    expect(parseCsv('a,b\n"say ""hi""\nthere",2', 10).rows[1]).toEqual(['say "hi"\nthere', '2']);
    expect(parseCsv('a\tb\n1\t2', 10).rows[1]).toEqual(['1', '2']);
  });

  it('of a long one are shown as far as one reads', () => {
    const { rows, cut } = parseCsv(Array.from({ length: 50 }, (_, i) => `${i},x`).join('\n'), 20);
    expect([rows.length, cut]).toEqual([20, true]);
    expect(parseCsv('', 20)).toEqual({ rows: [], cut: false });
  });
});

describe('how a file is shown', () => {
  const file = (kind: string, name: string, bytes = 10) => shownAs({ kind: kind as never, name, bytes });
  it('follows what it is, and nothing that could run is drawn as itself', () => {
    expect(file('png', 'x.png')).toBe('image');
    expect(file('html', 'evil.html')).toBe('text');
    expect(file('other', 'evil.svg')).toBeNull();
    expect(file('text', 'readme.md')).toBe('markdown');
    expect(file('other', 'talk.mp4')).toBe('video');
    expect(file('archive', 'talk.mp3')).toBeNull();
    expect(file('csv', 'large.csv', 90_000_000)).toBeNull();
  });
});

describe('sheets of a workbook', () => {
  it('are read with shared words, days and empty cells', async () => {
    const zip = new JSZip();
    const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    zip.file(
      'xl/workbook.xml',
      `<workbook ${main} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Stock" sheetId="1" r:id="rId1"/><sheet name="Old" state="hidden" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    );
    zip.file(
      'xl/_rels/workbook.xml.rels',
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    );
    zip.file(
      'xl/sharedStrings.xml',
      `<sst ${main}><si><t>Part</t></si><si><r><t>Gas</t></r><r><t>ket</t></r></si></sst>`,
    );
    zip.file(
      'xl/styles.xml',
      `<styleSheet ${main}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    );
    zip.file(
      'xl/worksheets/sheet1.xml',
      `<worksheet ${main}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Since</t></is></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>0.1</v></c><c r="C2" s="1"><v>45992</v></c></row><row r="3"><c r="C3" s="1"><v>1e300</v></c></row></sheetData></worksheet>`,
    );
    const sheets = await readSheets(await zip.generateAsync({ type: 'arraybuffer' }));
    expect(sheets).toEqual([
      {
        name: 'Stock',
        rows: [
          ['Part', '', 'Since'],
          ['Gasket', '0.1', '2025-12-01'],
          // No day of any calendar.
          ['', '', '1e+300'],
        ],
        cut: false,
      },
    ]);
  });
});
