// A rule while somebody writes it: its parts, whether they were saved, and what was refused.
import { api, ApiError, type Answer } from '../../api/client';
import type { SpaceRule, RuleAction, RuleCondition, RuleTrigger } from '../../api/types';
import { isOlder } from '../../api/version';
import { store } from '../../app/store.svelte';
import { toasts } from '../../app/toasts.svelte';
import { t } from '../../words';
import { action, refit, trigger } from './parts';

type Parts = Pick<SpaceRule, 'name' | 'when' | 'conditions' | 'actions'>;

const parts = ({ name, when, conditions, actions }: Parts): Parts => ({ name, when, conditions, actions });

export class Edited {
  /** As the server has it; null for one that is not made yet. */
  rule = $state.raw<SpaceRule | null>(null);
  name = $state('');
  when = $state<RuleTrigger>(trigger('created'));
  conditions = $state<RuleCondition[]>([]);
  actions = $state<RuleAction[]>([]);
  wrong = $state.raw<Record<string, string>>({});
  busy = $state(false);
  /** As somebody else left it, while something here is not saved; and who. */
  theirs = $state.raw<SpaceRule | null>(null);
  by = $state('');
  /** The message that holds what was written here, once theirs was taken. */
  #kept: number | null = null;
  /** As it began, to tell whether something is to be saved. */
  #begun = $state('');

  constructor(rule: SpaceRule | null) {
    this.use(rule);
  }

  use(rule: SpaceRule | null): void {
    this.rule = rule;
    const begun = rule
      ? parts(rule)
      : {
          name: t('rules.new_name'),
          when: trigger('created'),
          conditions: [],
          actions: [action('set')],
        };
    this.#write(begun);
    this.#begun = JSON.stringify(begun);
    this.wrong = {};
    this.theirs = null;
  }

  #write(to: Parts): void {
    ({
      name: this.name,
      when: this.when,
      conditions: this.conditions,
      actions: this.actions,
    } = structuredClone(to));
  }

  /** It may be another one by now: taken where nothing is unsaved, offered where both wrote something. */
  follow(rule: SpaceRule, by: string): void {
    const known = this.rule;
    if (!known || rule.version === known.version || isOlder(rule.version, known.version)) return;
    if (!this.changed) this.use(rule);
    else if (JSON.stringify(parts(rule)) === JSON.stringify(parts(known))) this.rule = rule;
    else [this.theirs, this.by] = [rule, by];
  }

  take = (): void => {
    if (!this.theirs) return;
    const mine = $state.snapshot(parts(this)) as Parts;
    this.use(this.theirs);
    const back = { label: t('common.conflict.use_mine'), run: () => this.#write(mine) };
    this.forget();
    this.#kept = toasts.show(t('common.meanwhile.taken'), back, 'plain', true);
  };

  /** What is written here is put over theirs when it is saved. */
  keep = (): void => {
    if (!this.theirs) return;
    this.rule = this.theirs;
    this.#begun = JSON.stringify(parts(this.theirs));
    this.theirs = null;
  };

  /** Nobody writes here any more. */
  forget = (): void => {
    if (this.#kept !== null) toasts.drop(this.#kept);
    this.#kept = null;
  };

  get changed(): boolean {
    return JSON.stringify(parts(this)) !== this.#begun;
  }

  discard = () => this.use(this.theirs ?? this.rule);

  /** What sets it off; what does not go with that goes. */
  begin(when: RuleTrigger): void {
    const fitting = refit(when, this.conditions, this.actions);
    this.when = when;
    this.conditions = fitting.conditions;
    this.actions = fitting.actions;
  }

  /** Answers the rule when the server took it; `path` is where a new one is made. */
  async save(path: string): Promise<SpaceRule | null> {
    if (this.busy) return null;
    this.busy = true;
    const body = $state.snapshot(parts(this));
    const rule = this.rule;
    const send = (): Promise<Answer<SpaceRule>> =>
      rule ? api.patch<SpaceRule>(`/rules/${rule.id}`, body, rule.version) : api.post<SpaceRule>(path, body);
    try {
      const { data, command } = await send();
      this.use(data);
      toasts.undoable(t(rule ? 'rules.saved' : 'rules.made'), command, () => this.load());
      return data;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      if (cause.conflict && cause.current) {
        this.follow(cause.current as SpaceRule, store.people.get(cause.changedBy ?? '')?.name ?? '');
        return null;
      }
      this.wrong = cause.fields;
      const here = Object.keys(cause.fields).length > 0;
      toasts.failed(here ? t('rules.look_again') : cause.said);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Again from the server, after an undo. */
  async load(): Promise<void> {
    if (!this.rule) return;
    const rule = await api.get<SpaceRule>(`/rules/${this.rule.id}`).catch(() => null);
    if (rule) this.use(rule);
  }
}
