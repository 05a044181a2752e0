// Which reports one wants by mail: asked for once, and shared by all reports.
import { api } from '../../api/client';
import type { Id, Instant, ReportMails, ReportName } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';

class Mails {
  #wanted = $state.raw<ReportMails | null>(null);

  get known(): boolean {
    return this.#wanted !== null;
  }

  get items(): ReportMails['items'] {
    return this.#wanted?.items ?? [];
  }

  get next(): Instant | null {
    return this.#wanted?.next_at ?? null;
  }

  async load(): Promise<void> {
    try {
      this.#wanted = await api.get<ReportMails>('/reports/mails');
    } catch {
      // A report is read without it; the switch comes with the next look.
    }
  }

  wants(report: ReportName, space: Id | null): boolean {
    return this.items.some((one) => one.report === report && one.space_id === space);
  }

  async set(report: ReportName, space: Id | null, weekly: boolean): Promise<void> {
    const before = this.#wanted;
    await mutate<ReportMails>({
      apply: () => {
        const others = this.items.filter((one) => one.report !== report || one.space_id !== space);
        const items = weekly ? [...others, { report, space_id: space }] : others;
        this.#wanted = { items, next_at: before?.next_at ?? null };
        return () => (this.#wanted = before);
      },
      send: () => api.put('/reports/mails', { report, space_id: space, weekly }),
      settle: (now) => (this.#wanted = now),
      done: t(weekly ? 'reports.mail_on' : 'reports.mail_off'),
      takeBack: () => this.set(report, space, !weekly),
      failed: t('reports.mail_failed'),
    });
  }
}

export const mails = new Mails();
