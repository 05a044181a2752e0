// What every form at the door does: send once at a time, and put the answer's complaints beside the fields.
import { ApiError } from '../../api/client';
import { t } from '../../words';

export class Form {
  busy = $state(false);
  message = $state('');
  fields = $state.raw<Record<string, string>>({});

  /** True when it went through. */
  async send(what: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.message = '';
    this.fields = {};
    try {
      await what();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.fields = error.fields;
      // A complaint that stands beside its field is not said twice.
      if (!Object.keys(error.fields).length)
        this.message = error.offline
          ? t('common.error.offline_text')
          : error.message || t('common.error.failed_text');
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** The secret of a link stands after the # and is never sent as part of an address. */
export function linkToken(): string {
  return decodeURIComponent(location.hash.slice(1));
}
