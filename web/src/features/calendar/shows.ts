// What somebody shows in the calendar, and of which spaces: remembered on this device.
import type { Id } from '../../api/types';
import { store } from '../../app/store.svelte';

export interface Shows {
  /** Spaces that are not shown. */
  hidden: Id[];
  show: { events: boolean; due: boolean; plan: boolean; away: boolean; runs: boolean };
}

/** What is shown before anybody chose: runs of others are many. */
const first = { events: true, due: true, plan: true, away: true, runs: false };
const key = () => `guildhall.calendar.${store.me?.id ?? ''}`;

export const shows = {
  last(): Shows {
    try {
      const kept = JSON.parse(localStorage.getItem(key()) ?? '{}') as Partial<Shows>;
      return { hidden: [...(kept.hidden ?? [])], show: { ...first, ...kept.show } };
    } catch {
      return { hidden: [], show: { ...first } };
    }
  },
  keep(now: Shows): void {
    try {
      localStorage.setItem(key(), JSON.stringify(now));
    } catch {
      // Without storage everything is shown when it is opened again.
    }
  },
};
