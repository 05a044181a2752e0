// The state of a space's Tasks tab: what is asked, what is shown, where the keyboard is, what is selected.
import { tick } from 'svelte';
import { api } from '../../../api/client';
import type { GroupBy, Id, Space, Task, TaskPatch, TaskQuery, TaskRow } from '../../../api/types';
import { announce } from '../../../app/announce.svelte';
import { fieldsThatDiffer, type Change } from '../../../app/changes';
import { mutate } from '../../../app/mutate';
import { router } from '../../../app/router.svelte';
import { store } from '../../../app/store.svelte';
import { Cursor } from '../../../ui/cursor.svelte';
import { t } from '../../../words';
import { changeTasks } from '../bulk';
import type { TaskEvent } from '../events';
import { patchTask, show } from '../mutations';
import { Drag, type Over } from './drag.svelte';
import { fieldsIn, groupName, groupOf, looksIn, movable, type Group } from './groups';
import { layouts } from './layouts';
import { complete, fromAddress, toAddress, type Layout } from './query';
import { Selection } from './selection.svelte';
import { TaskList } from './view.svelte';

/** Fields of a row that say where it stands, whatever is asked. */
const places = new Set([
  'status_id',
  'section_id',
  'assignee_id',
  'priority',
  'order',
  'parent_id',
  'space_id',
  'also_in',
]);

export class TasksView {
  readonly list = new TaskList();
  readonly selection = new Selection();
  readonly cursor = new Cursor(() => this.list.ids);
  readonly drag: Drag;
  /** The group whose line for a new task is open. */
  adding = $state<string | null>(null);
  #space: () => Space | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(space: () => Space | undefined) {
    this.#space = space;
    this.drag = new Drag(
      () => this.canWrite && (this.ordered || movable(this.by)),
      (id) => (this.selection.has(id) ? this.selection.list : [id]),
      (ids, over) => this.#dropped(ids, over),
    );
  }

  get space(): Space | undefined {
    return this.#space();
  }
  get canWrite(): boolean {
    return this.space?.can.write ?? false;
  }

  readonly layout = $derived.by<Layout>(() => {
    const asked = router.query.get('layout');
    if (asked === 'board' || asked === 'list') return asked;
    return layouts.last(this.space?.id ?? '');
  });
  // As text, so that opening a task (another parameter) does not ask for the list again.
  readonly #asked = $derived(JSON.stringify(fromAddress(router.query)));
  /** As the address has it. */
  readonly query = $derived(JSON.parse(this.#asked) as TaskQuery);
  readonly full = $derived(complete(this.query, this.layout));
  readonly by = $derived<GroupBy>(this.full.group ?? 'status');
  /** Rows stand as people arranged them, and can be arranged. */
  readonly ordered = $derived(this.full.sort === 'manual');
  /** Columns of a board, or the groups of a list that have something in them. */
  readonly groups = $derived.by<Group[]>(() => {
    const all = this.list.groups ?? [];
    if (this.layout === 'board')
      return all.filter((g) => g.count || this.by !== 'status' || !this.#cancelled(g));
    const filled = all.filter((g) => g.count || this.adding === g.id);
    return filled.length ? filled : all.slice(0, 1);
  });

  #cancelled(group: Group): boolean {
    return this.space?.statuses.find((s) => String(s.id) === group.id)?.category === 'cancelled';
  }

  nameOf(group: Group): string {
    return this.space ? groupName(this.by, group, this.space, this.full.done === 'week') : group.name;
  }

  /** What is shown changes; the view it was begun from stays, unless another one is named, or none. */
  show(query: TaskQuery, layout: Layout = this.layout, view: Id | null = router.query.get('view')): void {
    layouts.keep(this.space?.id ?? '', layout);
    this.selection.clear();
    router.set({ ...toAddress(query), layout, view });
  }

  load(): void {
    if (this.space) void this.list.load(this.space.id, this.full);
  }

  reload = (): void => this.#reloadIn(250);

  #reloadIn(wait: number): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => void this.list.reload(), wait);
  }

  /** After a change made here: rows go where they belong now; what cannot be told here is asked. */
  heard(event: TaskEvent): void {
    if (event.kind === 'gone') {
      this.#leave(event.ids);
      this.list.drop(event.ids);
      event.ids.forEach((id) => this.selection.ids.delete(id));
    } else if (event.kind === 'back') this.reload();
    else {
      for (const id of event.ids) this.#settle(id);
      if (this.#asks(event.fields)) this.reload();
    }
  }

  /** After changes by others: rows go where they belong now, and the server is asked only where it must be. */
  followed(changes: Change[]): void {
    const shown = new Set(this.list.ids);
    const gone = changes.filter((c) => c.gone && c.item_id && shown.has(c.item_id));
    if (gone.length) this.heard({ kind: 'gone', ids: gone.map((c) => c.item_id ?? '') });
    let ask = false;
    for (const { before, after, gone } of changes) {
      if (gone) continue;
      const fields: string[] = before && after && shown.has(after.id) ? fieldsThatDiffer(before, after) : [];
      if (!after || !shown.has(after.id)) ask = true;
      else if (fields.some((name) => places.has(name)) || this.#asks(fields)) {
        this.#settle(after.id, true);
        ask = true;
      }
    }
    if (ask) this.#reloadIn(20 + Math.random() * 100);
  }

  #settle(id: Id, inOrder = false): void {
    const task = store.tasks.get(id);
    const from = this.list.groupWith(id);
    const to = task && groupOf(this.by, task);
    if (!task || !from || !to || to === from.id) return;
    const target = this.list.groups?.find((group) => group.id === to);
    if (!target) return;
    // Finished work stays where it was ticked when finished work is not shown, until the list is loaded again.
    const finished = task.category === 'done' || task.category === 'cancelled';
    if (this.by === 'status' && finished && this.full.done === 'none') return;
    this.#leave([id]);
    const behind = (other: Id) => (store.tasks.get(other)?.order ?? '') > task.order;
    const next = inOrder && this.ordered ? target.ids.find(behind) : target.ids[0];
    this.list.place([id], to, next ?? null);
  }

  /** The keyboard goes on from the row that takes the place of the one that goes. */
  #leave(ids: Id[]): void {
    const at = this.cursor.at;
    if (!at || !ids.includes(at)) return;
    const group = this.list.groupWith(at);
    const rest = (group?.ids ?? []).filter((id) => !ids.includes(id) || id === at);
    const here = rest.indexOf(at);
    const next = rest[here + 1] ?? rest[here - 1] ?? null;
    const inList = document.activeElement?.closest('[data-row]');
    if (inList) void tick().then(() => this.cursor.focus(next));
    else this.cursor.at = next;
  }

  #asks(fields: string[]): boolean {
    const { group, sort, assignee, priority, due, tag, section, text } = this.full;
    const touched = (...names: string[]) => names.some((name) => fields.includes(name));
    return (
      (touched('due') && (group === 'due' || sort === 'due' || due !== undefined)) ||
      (touched('tags', 'tag_ids', 'add_tags', 'remove_tags') && (group === 'tag' || tag !== undefined)) ||
      (touched('assignee_id') && (sort === 'assignee' || assignee !== undefined)) ||
      (touched('priority') && (sort === 'priority' || priority !== undefined)) ||
      (touched('title') && (sort === 'title' || text !== undefined)) ||
      (touched('section_id') && section !== undefined) ||
      (touched('updated_at') && sort === 'updated') ||
      touched('archived')
    );
  }

  #dropped(ids: Id[], over: Over): void {
    const group = this.list.groups?.find((g) => g.id === over.group);
    if (!group) return;
    const rest = group.ids.filter((id) => !ids.includes(id));
    const at = over.id ? rest.indexOf(over.id) : -1;
    const before = at < 0 ? null : over.edge === 'before' ? over.id : (rest[at + 1] ?? null);
    void this.move(ids, over.group, before);
  }

  /** Into a group, before a row (last without one). */
  async move(ids: Id[], to: string, before: Id | null): Promise<boolean> {
    const space = this.space;
    const [id] = ids;
    const group = this.list.groups?.find((g) => g.id === to);
    const task = id ? store.tasks.get(id) : undefined;
    if (!space || !group || !task || !id) return false;
    const changes = ids.some((one) => this.list.groupWith(one)?.id !== to);
    if (changes ? !movable(this.by) : !this.ordered) return false;
    const name = this.nameOf(group);
    const set = fieldsIn(this.by, to);
    const back = this.list.place(ids, to, before);
    const refocus = this.cursor.at && ids.includes(this.cursor.at) ? this.cursor.at : null;
    if (refocus) this.cursor.focus(refocus);
    const ok =
      ids.length > 1
        ? await changeTasks(ids, { set }, t('list.moved_many', { count: ids.length, group: name }), () =>
            looksIn(this.by, to, space),
          )
        : await this.#arrange(task, space, to, changes ? set : {}, name);
    if (!ok) back();
    else this.#say(id, task.title, to, name);
    return ok;
  }

  #arrange(task: TaskRow, space: Space, to: string, set: TaskPatch, name: string): Promise<boolean> {
    const group = this.list.groups?.find((g) => g.id === to);
    const at = group?.ids.indexOf(task.id) ?? -1;
    const changes = Object.keys(set).length > 0;
    const done = changes ? t('list.moved', { title: task.title, group: name }) : undefined;
    if (changes && (this.by === 'assignee' || this.by === 'priority'))
      return patchTask(task.id, set, { done, undone: this.reload });
    const place = this.ordered
      ? { after: group?.ids[at - 1], before: at >= 0 ? group?.ids[at + 1] : undefined }
      : {};
    return mutate<Task>({
      apply: () => show(task.id, changes ? (looksIn(this.by, to, space) as Partial<Task>) : {}),
      send: () => api.put<Task>(`/tasks/${task.id}/position`, { ...set, ...place }),
      settle: (data) => store.putTask(data),
      done,
      undone: this.reload,
      failed: t('tasks.not_saved', { title: task.title }),
    });
  }

  #say(id: Id, title: string, to: string, name: string): void {
    const group = this.list.groups?.find((g) => g.id === to);
    const place = (group?.ids.indexOf(id) ?? 0) + 1;
    announce(t('list.moved_to', { title, group: name, place, count: group?.count ?? 0 }));
  }
}
