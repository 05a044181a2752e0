// The requests of a space: the shelves, the one that is open, and what is done with it.
import { api, ApiError } from '../../api/client';
import type { Id, Lane, Request, RequestRow } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';

export type Shelf = 'new' | 'later' | 'decided';
export type Order = 'due' | 'came';
interface Listed {
  items: RequestRow[];
  next: string | null;
}

export class Requests {
  rows = $state.raw<RequestRow[] | null>(null);
  next = $state<string | null>(null);
  error = $state.raw<ApiError | null>(null);
  request = $state.raw<Request | null>(null);
  missing = $state.raw<ApiError | null>(null);
  readonly #space: () => Id | undefined;
  readonly #shelf: () => Shelf;
  readonly #order: () => Order;

  constructor(space: () => Id | undefined, shelf: () => Shelf, order: () => Order) {
    this.#space = space;
    this.#shelf = shelf;
    this.#order = order;
  }

  get ids(): Id[] {
    return this.rows?.map((row) => row.id) ?? [];
  }

  load = async (more = false): Promise<void> => {
    const [space, shelf, order] = [this.#space(), this.#shelf(), this.#order()];
    if (!space) return;
    try {
      const cursor = more ? this.next : null;
      const page = await api.get<Listed>(`/spaces/${space}/requests`, { shelf, order, cursor });
      // Somebody went on to another shelf meanwhile.
      if (space !== this.#space() || shelf !== this.#shelf() || order !== this.#order()) return;
      this.rows = more ? [...(this.rows ?? []), ...page.items] : page.items;
      this.next = page.next;
      this.error = null;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      if (!this.rows) this.error = cause;
    }
  };

  open = async (id: Id): Promise<void> => {
    if (this.request?.id !== id) this.request = null;
    try {
      this.request = await api.get<Request>(`/requests/${id}`);
      this.missing = null;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      this.missing = cause;
    }
  };

  /** What others did meanwhile. */
  again = (): void => {
    void this.load();
    if (this.request) void this.open(this.request.id);
  };

  say = (id: Id, lane: Lane, body: string): Promise<boolean> =>
    mutate<Request>({
      send: () => api.post<Request>(`/requests/${id}/messages`, { lane, body }),
      settle: (request) => {
        this.request = request;
        // Its row says whether it is answered.
        void this.load();
      },
      failed: t('requests.not_said'),
    });

  /** Decides it; the row goes from its shelf with the answer, and comes back with an undo. */
  decide = (
    id: Id,
    how: string,
    body: unknown,
    done: string,
    method: 'put' | 'delete' = 'put',
  ): Promise<boolean> =>
    mutate<Request>({
      send: () =>
        method === 'put'
          ? api.put<Request>(`/requests/${id}/${how}`, body)
          : api.delete<Request>(`/requests/${id}/${how}`),
      settle: (request) => {
        if (this.request?.id === id) this.request = request;
        void this.load();
      },
      done,
      undone: () => {
        void this.load();
        if (this.request?.id === id) void this.open(id);
      },
      failed: t('requests.not_decided'),
    }).then((taken) => {
      // Somebody was first: what they did is shown.
      if (!taken) this.again();
      return taken;
    });
}
