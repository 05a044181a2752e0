// Where an item of any kind is read.
import type { ItemLink } from '../../api/types';

export const addressOf = ({ id, type, key }: Pick<ItemLink['item'], 'id' | 'type' | 'key'>): string =>
  type === 'topic'
    ? `/d/${id}`
    : type === 'document'
      ? `/p/${id}`
      : type === 'event'
        ? `/e/${id}`
        : `/t/${key || id}`;
