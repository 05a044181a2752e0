// Who is to leave at a time that was set, and what is done about somebody who leaves.
import { api } from '../../../api/client';
import type { Departure, Holding, Id, Person, PlannedDeparture } from '../../../api/types';
import { mutate } from '../../../app/mutate';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import { moment } from '../../../words/dates';

class Departures {
  coming = $state.raw(new Map<Id, PlannedDeparture>());

  async load(): Promise<void> {
    const { items } = await api.get<{ items: PlannedDeparture[] }>('/departures');
    this.coming = new Map(items.map((one) => [one.person_id, one]));
  }

  /** Now, or at a time. */
  leave(person: Person, to: { taker: Id; takers: Partial<Record<Holding, Id | null>>; at: string | null }) {
    const { name } = person;
    return mutate<Departure>({
      send: () =>
        api.put<Departure>(`/people/${person.id}/departure`, {
          at: to.at,
          taker_id: to.taker || null,
          takers: to.takers,
        }),
      settle: (data) => this.#settle(data),
      done: to.at
        ? t('admin.leave.set_done', { name, time: moment(to.at) })
        : t('admin.leave.done', { name }),
      takeBack: to.at ? () => this.stay(person) : undefined,
      undone: () => this.#again(person.id),
      failed: t('admin.leave.failed'),
    });
  }

  stay(person: Person): Promise<boolean> {
    return mutate<null>({
      send: () => api.delete<null>(`/people/${person.id}/departure`),
      settle: () => void this.load(),
      done: t('admin.leave.stays_after_all', { name: person.name }),
      takeBack: null,
      failed: t('admin.leave.stay_failed'),
    });
  }

  #settle({ person }: Departure): void {
    store.people.set(person.id, person);
    void this.load();
  }

  async #again(id: Id): Promise<void> {
    store.people.set(id, await api.get<Person>(`/people/${id}`));
  }
}

export const departures = new Departures();
