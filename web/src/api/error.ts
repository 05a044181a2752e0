import { t } from '../words';
import type { ErrorEnvelope, Id, Instant } from './types';

/** What the server said no with, or why it could not be reached (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: Record<string, string> = {},
    /** On a conflict (412): the object as it is now, who changed it and when. */
    readonly current: unknown = undefined,
    readonly changedBy: Id | undefined = undefined,
    readonly changedAt: Instant | undefined = undefined,
  ) {
    super(message);
  }

  get offline(): boolean {
    return this.status === 0;
  }
  /** What people are told of it: the server's own sentence, or that it could not be reached. */
  get said(): string {
    return this.offline ? t('common.offline_short') : this.message;
  }
  /** The same where no field is shown to say it beside: what is wrong with the first one says more. */
  get reason(): string {
    return Object.values(this.fields)[0] ?? this.said;
  }
  get conflict(): boolean {
    return this.status === 412;
  }
  get missing(): boolean {
    return this.status === 404;
  }
  get forbidden(): boolean {
    return this.status === 403;
  }

  static from(status: number, body: unknown): ApiError {
    const error = (body as ErrorEnvelope | null)?.error;
    if (!error) return new ApiError(status, 'unexpected', '');
    return new ApiError(
      status,
      error.code,
      error.message,
      error.fields,
      error.current,
      error.changed_by,
      error.changed_at,
    );
  }
}
