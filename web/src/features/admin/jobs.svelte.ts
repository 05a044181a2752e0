// Background work, watched until it ends.
import { api, ApiError } from '../../api/client';
import type { Job } from '../../api/types';

const pause = 600;

export const ended = (job: Job): boolean =>
  job.state === 'done' || job.state === 'failed' || job.state === 'dead';

export type Progress = Pick<Job, 'state' | 'done' | 'total' | 'note'>;

/** How far it is, 0 to 1; null while the amount is not known. */
export function share(job: Progress): number | null {
  if (job.state === 'done') return 1;
  return job.total > 0 ? Math.min(1, job.done / job.total) : null;
}

export class JobWatch {
  job = $state.raw<Job | null>(null);
  error = $state.raw<unknown>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get running(): boolean {
    return this.job !== null && !ended(this.job) && !this.error;
  }

  /** Resolves with the job as it ended; fails when it can no longer be asked for. */
  follow(job: Job): Promise<Job> {
    this.stop();
    this.job = job;
    this.error = null;
    return new Promise((resolve, reject) => {
      const look = async () => {
        if (this.job && ended(this.job)) return resolve(this.job);
        try {
          this.job = await api.get<Job>(`/admin/jobs/${job.id}`);
        } catch (error) {
          // A restarting server answers again in a moment; anything else is the end of watching.
          if (!(error instanceof ApiError) || !error.offline) {
            this.error = error;
            return reject(error);
          }
        }
        this.#timer = setTimeout(() => void look(), pause);
      };
      this.#timer = setTimeout(() => void look(), pause / 3);
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
