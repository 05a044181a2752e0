// List or board: what was last looked at in a space, remembered on this device.
import type { Id } from '../../../api/types';
import type { Layout } from './query';

const key = (space: Id) => `guildhall.layout.${space}`;

export const layouts = {
  last(space: Id): Layout {
    try {
      return localStorage.getItem(key(space)) === 'board' ? 'board' : 'list';
    } catch {
      return 'list';
    }
  },
  keep(space: Id, layout: Layout): void {
    try {
      localStorage.setItem(key(space), layout);
    } catch {
      // Without storage a space opens as a list.
    }
  },
};
