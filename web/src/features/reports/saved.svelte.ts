// Saved views of reports: what is asked of one, under a name. Asked for once, and shared by all reports.
import { api } from '../../api/client';
import type { ReportName, ReportView, ReportViews } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';
import { reports } from './tabs';

/** What stands in the address of a report, in an order of its own, so that the same is the same. */
const asks = ['space', 'days', 'to', 'day', 'by', 'show', 'zoom', 'baseline'];

export function questionOf(query: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of asks) {
    const value = query.get(name);
    if (value) kept.set(name, value);
  }
  return kept.toString();
}

/** Where a view leads. */
export function pathOf({ report, query }: ReportView): string {
  const path = reports.find(({ id }) => id === report)?.path ?? '/reports';
  return query ? `${path}?${query}` : path;
}

class Saved {
  #views = $state.raw<ReportView[]>([]);

  get all(): ReportView[] {
    return this.#views;
  }

  async load(): Promise<void> {
    try {
      this.#views = (await api.get<ReportViews>('/reports/views')).items;
    } catch {
      // A report is read without them; they come with the next look.
    }
  }

  /** The one that asks just this. */
  of(report: ReportName, query: string): ReportView | undefined {
    return this.#views.find((one) => one.report === report && one.query === query);
  }

  /** Throws what the server says of it, for the form. */
  async keep(view: ReportView): Promise<void> {
    const { data } = await api.put<ReportViews>('/reports/views', { ...view, kept: true });
    this.#views = data.items;
  }

  async remove(view: ReportView): Promise<void> {
    const before = this.#views;
    await mutate<ReportViews>({
      apply: () => {
        this.#views = before.filter((one) => one.name !== view.name);
        return () => (this.#views = before);
      },
      send: () => api.put('/reports/views', { ...view, kept: false }),
      settle: ({ items }) => (this.#views = items),
      done: t('reports.view_removed', { name: view.name }),
      takeBack: () => this.keep(view).catch(() => this.load()),
      failed: t('reports.view_failed'),
    });
  }
}

export const saved = new Saved();
