// What the three kinds of access are called and look like.
import Globe from '@lucide/svelte/icons/globe';
import Lock from '@lucide/svelte/icons/lock';
import LockOpen from '@lucide/svelte/icons/lock-open';
import type { Access } from '../../api/types';
import type { IconType } from '../../ui/Icon.svelte';

export const accessIcon: Record<Access, IconType> = {
  open: Globe,
  closed: LockOpen,
  private: Lock,
  personal: Lock,
};

export const accesses = ['open', 'closed', 'private'] as const;
export const kinds = ['department', 'team', 'client', 'topic'] as const;
