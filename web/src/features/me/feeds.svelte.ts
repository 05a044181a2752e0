import { api } from '../../api/client';
import type { CalendarFeed, Page } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';

/** The calendars one subscribed to elsewhere. */
class Feeds {
  list = $state.raw<CalendarFeed[] | null>(null);
  failed = $state.raw<unknown>(null);

  async load(): Promise<void> {
    this.failed = null;
    try {
      this.list = (await api.get<Page<CalendarFeed>>('/me/feeds')).items;
    } catch (error) {
      this.failed = error;
    }
  }

  add(feed: CalendarFeed): void {
    this.list = [feed, ...(this.list ?? [])];
  }

  revoke(feed: CalendarFeed): void {
    void mutate({
      apply: () => {
        const before = this.list;
        this.list = this.list?.filter((other) => other.id !== feed.id) ?? null;
        return () => (this.list = before);
      },
      send: () => api.delete(`/me/feeds/${feed.id}`),
      failed: t('me.feed_failed'),
    });
  }
}

export const feeds = new Feeds();
