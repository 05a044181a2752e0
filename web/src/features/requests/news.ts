// Which changes say that a shelf of requests may look different.
import type { Id } from '../../api/types';
import type { Change } from '../../app/changes';

/** Whether something happened to a request of a space that this page did not do itself. */
export const touches = (changes: Change[], space: Id): boolean =>
  changes.some((one) => one.item_type === 'request' && !one.own && (one.space_id ?? space) === space);
