import type { ImportReport } from '../../api/types';

/** The report as a file, for those who keep such things. */
export function saveReport(name: string, report: ImportReport | null): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replace(/\.[^.]*$/, '')}-report.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
