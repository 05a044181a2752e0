// Events: what is at a time, each time of what comes again, and the rooms they are in.
import type { Sent } from './common';

/** An event as an item. The browser has another thing called Event. */
export type CalendarEvent = Sent<'Event'>;
export type Occurrence = Sent<'Occurrence'>;
export type Occurrences = Sent<'Occurrences'>;
export type Attending = Sent<'Attending'>;
export type Room = Sent<'Room'>;
