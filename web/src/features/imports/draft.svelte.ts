// One import on its way: the file, the plan, what the plan would bring, and the run.
import { api, ApiError } from '../../api/client';
import type { Id, ImportFile, ImportPlan, ImportReport } from '../../api/types';
import { session } from '../../app/session.svelte';
import { t } from '../../words';
import { firstPlan } from './plan';

const pause = 350;
const long = 120_000;

export class ImportDraft {
  file = $state.raw<ImportFile | null>(null);
  plan = $state.raw<ImportPlan>({ space: {} });
  /** What the plan would bring. */
  dry = $state.raw<ImportReport | null>(null);
  /** What it brought. */
  done = $state.raw<ImportReport | null>(null);
  /** Asking again with a changed plan. */
  asking = $state(false);
  error = $state.raw<unknown>(null);
  /** Why the plan can't be run, in words. */
  problem = $state('');
  running = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;

  async open(id: Id): Promise<void> {
    this.leave();
    this.file = null;
    this.dry = null;
    this.done = null;
    this.error = null;
    this.problem = '';
    if (!id) return;
    try {
      const file = await api.get<ImportFile>(`/imports/${id}`);
      this.#watch(file);
      if (this.done) return;
      this.plan = firstPlan(file);
      if (!this.running) await this.#ask();
    } catch (error) {
      this.error = error;
    }
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.running = false;
  }

  change(part: Partial<ImportPlan>): void {
    this.plan = { ...this.plan, ...part };
    this.asking = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), pause);
  }

  async #ask(): Promise<void> {
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    this.asking = true;
    try {
      const { data } = await api.post<ImportReport>(`/imports/${this.file?.id ?? ''}/dry-run`, this.plan, {
        signal: asked.signal,
        timeout: long,
      });
      if (asked.signal.aborted) return;
      this.dry = data;
      this.problem = '';
    } catch (error) {
      if (asked.signal.aborted) return;
      this.problem = reason(error);
    }
    this.asking = false;
  }

  /** How many tasks would come. */
  get tasks(): number {
    return this.dry?.rows.find((row) => row.kind === 'tasks')?.brought ?? 0;
  }

  async run(): Promise<void> {
    const id = this.file?.id;
    if (!id || this.running) return;
    this.running = true;
    this.problem = '';
    try {
      this.#watch((await api.post<ImportFile>(`/imports/${id}/run`, this.plan, { timeout: long })).data);
    } catch (error) {
      this.running = false;
      this.problem = reason(error);
    }
  }

  /** The import itself says how far it is: members may not look at jobs. */
  #watch(file: ImportFile): void {
    this.file = file;
    const state = file.job?.state;
    this.running = state === 'waiting' || state === 'running';
    if (this.running) {
      this.#timer = setTimeout(() => void this.#look(file), pause);
      return;
    }
    if (file.run_at && file.report && !file.taken_back) {
      this.done = file.report;
      void session.refresh();
    } else if (file.job?.error) this.problem = file.job.error;
  }

  async #look(file: ImportFile): Promise<void> {
    const fresh = await api.get<ImportFile>(`/imports/${file.id}`).catch(() => file);
    if (this.file?.id === file.id && this.running) this.#watch(fresh);
  }
}

export function reason(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.reason || t('imports.run_failed');
}
