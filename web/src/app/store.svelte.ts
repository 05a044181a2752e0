// Entities by id. A reader of `store.tasks.get(id)` is redrawn when that one task changes; lists hold ids.
import { SvelteMap } from 'svelte/reactivity';
import { isOlder } from '../api/version';
import type {
  Bootstrap,
  Document,
  Folder,
  Health,
  HomeCounts,
  Id,
  InboxCounts,
  Me,
  Organization,
  Person,
  Process,
  SavedSearch,
  Space,
  Tag,
  Task,
  TaskRow,
  Timer,
  Topic,
  TopicRow,
} from '../api/types';

class Store {
  me = $state.raw<Me | null>(null);
  organization = $state.raw<Organization | null>(null);
  health = $state.raw<Health>({ writable: true, reason: null, search: 'ready', search_progress: 1 });
  outgoingHeld = $state(false);
  webhooksOff = $state(0);
  /** The person's running timer. */
  timer = $state.raw<Timer | null>(null);
  home = $state.raw<HomeCounts | null>(null);
  inbox = $state.raw<InboxCounts | null>(null);
  appVersion = $state('');
  /** The history the data belongs to: a restore begins another one. */
  history = '';

  readonly people = new SvelteMap<Id, Person>();
  readonly spaces = new SvelteMap<Id, Space>();
  readonly tags = new SvelteMap<number, Tag>();
  /** Rows as lists know them; the body and steps of an opened task are in `opened`. */
  readonly tasks = new SvelteMap<Id, TaskRow>();
  readonly opened = new SvelteMap<Id, Task>();
  /** Topics as lists know them; the beginning, decisions and followers of an opened one are in `openedTopics`. */
  readonly topics = new SvelteMap<Id, TopicRow>();
  readonly openedTopics = new SvelteMap<Id, Topic>();
  readonly documents = new SvelteMap<Id, Document>();
  readonly folders = new SvelteMap<Id, Folder>();
  readonly processes = new SvelteMap<Id, Process>();
  /** Saved searches, by id. */
  readonly searches = new SvelteMap<Id, SavedSearch>();
  #whole = new Map<Id, string>();

  #spaceList = $derived(
    [...this.spaces.values()].filter((s) => !s.archived && !s.deleted_at && s.access !== 'personal'),
  );

  fill(data: Bootstrap): void {
    this.me = data.me;
    this.organization = data.organization;
    this.health = data.health;
    this.outgoingHeld = data.outgoing_held;
    this.webhooksOff = data.webhooks_off;
    this.timer = data.timer ?? null;
    this.home = data.home;
    this.inbox = data.inbox;
    this.appVersion = data.app_version;
    this.history = data.history;
    replace(this.people, data.people);
    replace(this.spaces, data.spaces);
    replace(this.tags, data.tags);
    replace(this.searches, data.searches);
  }

  clear(): void {
    this.me = null;
    this.organization = null;
    this.home = null;
    this.inbox = null;
    this.timer = null;
    for (const table of [this.people, this.spaces, this.tags, this.tasks, this.opened]) table.clear();
    for (const table of [this.topics, this.openedTopics, this.documents, this.folders, this.processes])
      table.clear();
    this.searches.clear();
  }

  /** Spaces for the sidebar and pickers: starred first, then by name; the personal one is not among them. */
  get spaceList(): Space[] {
    const starred = new Set(this.me?.starred_space_ids ?? []);
    return [...this.#spaceList].sort(
      (a, b) => Number(starred.has(b.id)) - Number(starred.has(a.id)) || a.name.localeCompare(b.name),
    );
  }

  /** Where what has no other place goes, and nobody else looks. */
  get personal(): Space | undefined {
    return this.spaces.get(this.me?.personal_space_id ?? '');
  }

  /** People who can be given work, by name. */
  get activePeople(): Person[] {
    return [...this.people.values()]
      .filter((p) => p.state === 'active')
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  get isAdmin(): boolean {
    return this.me?.role === 'owner' || this.me?.role === 'admin';
  }

  /** By id or by prefix, as in addresses: /s/SVC. */
  spaceAt(key: string): Space | undefined {
    const upper = key.toUpperCase();
    return (
      this.spaces.get(key) ??
      [...this.spaces.values()].find((s) => s.prefix && s.prefix.toUpperCase() === upper)
    );
  }

  /** The id of the space of that name, as long as it may be read. */
  readableAt(key: string): Id | undefined {
    const space = this.spaceAt(key);
    return space?.can.read ? space.id : undefined;
  }

  /** The part of an address that names a space. */
  spacePath(space: Pick<Space, 'id' | 'prefix'>): string {
    return `/s/${space.prefix || space.id}`;
  }

  /** Where a space opens: at its tasks, or at its overview when tasks are switched off. */
  spaceHome(space: Pick<Space, 'id' | 'prefix' | 'access' | 'tools'>): string {
    const on = (['tasks', 'overview', 'discussions', 'documents', 'processes'] as const).find((tool) =>
      space.tools.includes(tool),
    );
    return `${this.spacePath(space)}/${space.access === 'personal' ? 'tasks' : (on ?? 'overview')}`;
  }

  /** Saved searches by name. */
  get lists(): SavedSearch[] {
    const name = (a: SavedSearch, b: SavedSearch) =>
      a.name.localeCompare(b.name, undefined, { numeric: true });
    return [...this.searches.values()].sort(name);
  }

  setSearches(searches: SavedSearch[]): void {
    replace(this.searches, searches);
  }

  setTags(tags: Tag[]): void {
    replace(this.tags, tags);
  }

  /** Out of this person's sight. */
  forget(id: Id): void {
    this.tasks.delete(id);
    this.opened.delete(id);
    this.topics.delete(id);
    this.openedTopics.delete(id);
    this.documents.delete(id);
    this.folders.delete(id);
    this.processes.delete(id);
    this.searches.delete(id);
    this.#whole.delete(id);
    this.spaces.delete(id);
    if (id !== this.me?.id) this.people.delete(id);
  }

  /** Without a space that can be read nothing of it is shown. */
  dropHidden(): void {
    const reads = (id: Id) => this.spaces.get(id)?.can.read ?? false;
    for (const task of [...this.tasks.values(), ...this.opened.values()])
      if (!reads(task.space_id) && !task.also_in.some(reads) && !this.opened.get(task.id)?.let_in)
        this.forget(task.id);
    // What one asked, and Direct topics, are one's own beside every space.
    for (const topic of this.topics.values())
      if (topic.space_id && !reads(topic.space_id) && !topic.person_ids.includes(this.me?.id ?? ''))
        this.forget(topic.id);
    for (const search of this.searches.values())
      if (search.space_id && !reads(search.space_id)) this.forget(search.id);
    // Who is asked to approve something sees it without its space.
    for (const one of [...this.documents.values(), ...this.folders.values(), ...this.processes.values()])
      if (!reads(one.space_id) && !('let_in' in one && one.let_in)) this.forget(one.id);
  }

  putDocument(document: Document): void {
    const known = this.documents.get(document.id);
    if (!known || !isOlder(document.version, known.version)) this.documents.set(document.id, document);
  }

  putFolder(folder: Folder): void {
    const known = this.folders.get(folder.id);
    if (!known || !isOlder(folder.version, known.version)) this.folders.set(folder.id, folder);
  }

  /** Its runs go on without a new version of it: the latest answer with the same version is the true one. */
  putProcess(process: Process): void {
    const known = this.processes.get(process.id);
    if (!known || !isOlder(process.version, known.version)) this.processes.set(process.id, process);
  }

  /** An answer that was overtaken by a newer one changes nothing. */
  putTask(task: TaskRow | Task): void {
    const known = this.tasks.get(task.id);
    if (known && isOlder(task.version, known.version)) return;
    if ('body' in task) {
      this.#whole.set(task.id, task.version);
      this.opened.set(task.id, task);
    } else {
      const opened = this.opened.get(task.id);
      if (opened) this.opened.set(task.id, { ...opened, ...task });
    }
    this.tasks.set(task.id, task);
  }

  /** How far one has read only goes forward, whatever answer comes last. */
  putTopic(topic: TopicRow | Topic): void {
    const known = this.topics.get(topic.id);
    if (known && isOlder(topic.version, known.version)) return;
    const behind = known && known.read_to > topic.read_to && known.last_place === topic.last_place;
    const read = behind ? { read_to: known.read_to, unread: known.unread } : {};
    const opened = this.openedTopics.get(topic.id);
    if ('body' in topic) this.openedTopics.set(topic.id, { ...topic, ...read });
    else if (opened) this.openedTopics.set(topic.id, { ...opened, ...topic, ...read });
    this.topics.set(topic.id, { ...topic, ...read });
  }

  /** False once a list brought a newer row than the opened task: its body and steps are then to be loaded again. */
  isWhole(id: Id): boolean {
    return this.opened.get(id)?.version === this.#whole.get(id);
  }
}

function replace<K, T extends { id: K }>(table: SvelteMap<K, T>, items: T[]): void {
  const keep = new Set(items.map((i) => i.id));
  for (const id of [...table.keys()]) if (!keep.has(id)) table.delete(id);
  for (const item of items) table.set(item.id, item);
}

export const store = new Store();
