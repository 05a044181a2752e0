// Roles, leaving and coming back.
import { api } from '../../../api/client';
import type { Person, Role } from '../../../api/types';
import { mutate, wayBack } from '../../../app/mutate';
import { session } from '../../../app/session.svelte';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';

const put = (person: Person) => store.people.set(person.id, person);

export function setRole(person: Person, role: Role): Promise<boolean> {
  return mutate<Person>({
    apply: () => {
      put({ ...person, role });
      return () => put({ ...person });
    },
    send: () => api.patch<Person>(`/people/${person.id}`, { role }, person.version),
    settle: (fresh) => {
      put(fresh);
      if (fresh.id === store.me?.id) void session.refresh();
    },
    done: t('admin.people.role_done', { name: person.name, role: t(`common.role.${role}`) }),
    takeBack: wayBack(async () => {
      const version = store.people.get(person.id)?.version ?? person.version;
      put((await api.patch<Person>(`/people/${person.id}`, { role: person.role }, version)).data);
    }),
    failed: t('admin.people.role_failed'),
    conflict: {
      field: t('admin.people.role_of', { name: person.name }),
      mine: t(`common.role.${role}`),
      theirs: (current) => {
        put(current as Person);
        return t(`common.role.${(current as Person).role}`);
      },
      keepMine: () => setRole(store.people.get(person.id) ?? person, role),
    },
  });
}

export function comeBack(person: Person): Promise<boolean> {
  return mutate<Person>({
    send: () => api.delete<Person>(`/people/${person.id}/deactivation`),
    settle: put,
    done: t('admin.people.is_back', { name: person.name }),
    takeBack: null,
    failed: t('admin.people.back_failed'),
  });
}
