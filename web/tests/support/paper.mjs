// What Chromium prints and what is written for Word, read back.
import { readFileSync } from 'node:fs';
import JSZip from 'jszip';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

/**
 * The sheets of paper this page becomes: the words of each, line by line, which of them lie on their side, and how many
 * pictures there are.
 */
export async function sheets(page) {
  const data = new Uint8Array(await page.pdf({ preferCSSPageSize: true }));
  const task = getDocument({ data, verbosity: 0 });
  const pdf = await task.promise;
  const all = [];
  all.pictures = 0;
  all.lying = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const sheet = await pdf.getPage(number);
    const { width, height } = sheet.getViewport({ scale: 1 });
    all.lying.push(width > height);
    const { fnArray } = await sheet.getOperatorList();
    all.pictures += fnArray.filter((drawn) => drawn === OPS.paintImageXObject).length;
    const { items } = await sheet.getTextContent();
    const lines = [''];
    for (const { str, hasEOL } of items) {
      lines[lines.length - 1] += str;
      if (hasEOL) lines.push('');
    }
    all.push(lines.map((line) => line.trim()).filter(Boolean));
  }
  await task.destroy();
  return all;
}

/** The paragraphs of a Word document, each with its style. */
export async function paragraphs(path) {
  const pack = await JSZip.loadAsync(readFileSync(path));
  const text = await pack.file('word/document.xml').async('string');
  return text.split('</w:p>').map((part) => ({
    style: /<w:pStyle w:val="([^"]+)"/.exec(part)?.[1] ?? '',
    text: [...part.matchAll(/<w:t(?: [^>]*)?>([^<]*)</g)].map(([, words]) => words).join(''),
  }));
}
