// Days off: what is done with them, and who shows them is told.
import { api } from '../../api/client';
import type { Absence } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { absenceWords } from './format';

const listeners = new Set<() => void>();

/** Called after one of them changed on this page. */
export function onAbsences(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export const absencesChanged = () => listeners.forEach((tell) => tell());

export const nameOf = (absence: Absence) => store.people.get(absence.person_id)?.name ?? t('common.someone');

export const approve = (absence: Absence) =>
  mutate<Absence>({
    send: () => api.put<Absence>(`/absences/${absence.id}/approval`, {}),
    settle: absencesChanged,
    done: t('workload.approved', { name: nameOf(absence) }),
    undone: absencesChanged,
    failed: t('workload.not_done'),
  });

export const cancel = (absence: Absence) =>
  mutate<Absence>({
    send: () => api.delete<Absence>(`/absences/${absence.id}`),
    settle: absencesChanged,
    done: t('workload.cancelled'),
    undone: absencesChanged,
    failed: t('workload.not_done'),
  });

export const cancelLabel = (absence: Absence) =>
  t('workload.cancel_of', { name: nameOf(absence), from: absenceWords(absence) });
