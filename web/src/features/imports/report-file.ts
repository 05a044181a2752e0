import type { ImportReport } from '../../api/types';
import { downloadText } from '../../app/download';

/** The report as a file, for those who keep such things. */
export function saveReport(name: string, report: ImportReport | null): void {
  const file = `${name.replace(/\.[^.]*$/, '')}-report.json`;
  downloadText(JSON.stringify(report, null, 2), 'application/json', file);
}
