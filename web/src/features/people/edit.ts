import { api } from '../../api/client';
import type { Id, Person } from '../../api/types';
import { store } from '../../app/store.svelte';

/** What an admin may correct. */
export interface PersonDraft {
  name: string;
  email: string;
  job_title: string;
  phone: string;
  mobile: string;
  location: string;
  about: string;
  /** Empty for nobody. */
  reports_to: Id;
  working_days: number[];
  capacity_minutes: number[];
  hours_from: string;
  hours_to: string;
}

export function draftOf(person: Person): PersonDraft {
  const { name, job_title, phone, mobile, location, about, hours_from, hours_to } = person;
  return {
    name,
    email: person.email ?? '',
    job_title,
    phone,
    mobile,
    location,
    about,
    reports_to: person.reports_to ?? '',
    working_days: [...person.working_days],
    capacity_minutes: [...person.capacity_minutes],
    hours_from,
    hours_to,
  };
}

export async function reloadPerson(id: Id): Promise<Person | null> {
  const fresh = await api.get<Person>(`/people/${id}`).catch(() => null);
  if (fresh) store.people.set(id, fresh);
  return fresh;
}
