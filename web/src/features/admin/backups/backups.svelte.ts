// The kept backups, shared by the page and the panel beside it.
import { api, ApiError } from '../../../api/client';
import type { Backup, Backups, Job } from '../../../api/types';
import { announce } from '../../../app/announce.svelte';
import { toasts } from '../../../app/toasts.svelte';
import { t } from '../../../words';
import { dayLabel, dayOf, timeLabel } from '../../../words/dates';
import { locale } from '../../../words/locale.svelte';
import { JobWatch } from '../jobs.svelte';

/** How many of each kind the server keeps, for the empty places in the rows. */
export const places: [Backup['kind'], number][] = [
  ['hour', 12],
  ['day', 7],
  ['week', 4],
  ['month', 6],
];

class BackupsHere {
  data = $state.raw<Backups | null>(null);
  error = $state.raw<unknown>(null);
  readonly watch = new JobWatch();
  /** What is being done, in words; empty when nothing is. */
  doing = $state('');

  async load(): Promise<void> {
    try {
      this.data = await api.get<Backups>('/admin/backups');
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  /** Newest first. */
  get items(): Backup[] {
    return [...(this.data?.items ?? [])].sort((a, b) => b.made_at.localeCompare(a.made_at));
  }

  get last(): Backup | null {
    return this.data?.last ?? this.items.find((backup) => backup.check !== 'failed') ?? null;
  }

  async #work(doing: string, start: () => Promise<{ data: Job }>, done: string): Promise<void> {
    if (this.doing) return;
    this.doing = doing;
    announce(doing);
    try {
      const job = await this.watch.follow((await start()).data);
      if (job.state === 'done') toasts.show(done);
      else toasts.failed(job.error ?? t('admin.backup.failed'));
    } catch (error) {
      toasts.failed(error instanceof ApiError && error.message ? error.message : t('admin.backup.failed'));
    } finally {
      this.doing = '';
      this.watch.job = null;
      await this.load();
    }
  }

  make(): Promise<void> {
    return this.#work(
      t('admin.backup.making'),
      () => api.post<Job>('/admin/backups'),
      t('admin.backup.made'),
    );
  }

  check(backup: Backup): Promise<void> {
    const start = () => api.post<Job>(`/admin/backups/${encodeURIComponent(backup.name)}/check`);
    return this.#work(t('admin.backup.checking', { name: named(backup) }), start, t('admin.backup.checked'));
  }

  async checkAll(): Promise<void> {
    for (const backup of this.items) if (backup.check !== 'failed' || backup.bytes) await this.check(backup);
  }

  async remove(backup: Backup): Promise<void> {
    try {
      await api.delete(`/admin/backups/${encodeURIComponent(backup.name)}`);
      toasts.show(t('admin.backup.removed', { name: named(backup) }));
    } catch (error) {
      toasts.failed(error instanceof ApiError && error.message ? error.message : t('admin.backup.failed'));
    }
    await this.load();
  }
}

export const backups = new BackupsHere();

/** "Today 10:00", "Sun 22 Nov 23:00". */
export function made(backup: Backup): string {
  const day = dayOf(backup.made_at);
  const clock = locale
    .format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .format(new Date(backup.made_at));
  return t('dates.day_at', { day: dayLabel(day), time: timeLabel(clock) });
}

/** The label somebody gave it, else when it was made. */
export function named(backup: Backup): string {
  return backup.label
    ? t('admin.backup.labelled', { label: backup.label, time: made(backup) })
    : made(backup);
}
