// The keys of a plan. What is not its own goes on to whoever else listens.
import type { PlanTask } from '../../api/types';
import { keyName } from '../../app/keyboard';
import { depend, shift } from './changes';
import type { Look } from './look.svelte';

interface Ways {
  look: Look;
  task: PlanTask;
  /** The task in the row above. */
  above: PlanTask | null;
  step: (by: number) => void;
  type: () => void;
  open: () => void;
  milestone: () => void;
  leave: () => void;
}

/** Whether the key was one of the plan's. */
export function handle(event: KeyboardEvent, ways: Ways): boolean {
  const { look, task, above } = ways;
  const linked = look.plan?.links.filter((link) => link.task_id === task.id) ?? [];
  const length = look.days.length(task);
  const move = (by: number) => void shift(look, task, look.days.from(look.days.step(task.start, by), length));
  const stretch = (by: number) =>
    void shift(look, task, look.days.from(task.start, Math.max(1, length + by)));
  const keys: Record<string, () => void> = {
    ArrowUp: () => ways.step(-1),
    k: () => ways.step(-1),
    ArrowDown: () => ways.step(1),
    j: () => ways.step(1),
    Space: ways.open,
    Escape: ways.leave,
  };
  if (look.plan?.can.write) keys.Enter = ways.type;
  if (task.can_edit) {
    keys.ArrowLeft = () => move(-1);
    keys.ArrowRight = () => move(1);
    keys.m = ways.milestone;
    if (!task.milestone) {
      keys['shift+ArrowLeft'] = () => stretch(-1);
      keys['shift+ArrowRight'] = () => stretch(1);
    }
    // Where there is nothing to wait for any more, Tab goes on as it does everywhere.
    if (above && !linked.some((link) => link.predecessor_id === above.id))
      keys.Tab = () => void depend(look, task, above, 0);
    const last = linked.at(-1);
    const before = last && look.task(last.predecessor_id);
    if (before) keys.Delete = keys.Backspace = () => void depend(look, task, before, null);
  }
  const run = keys[keyName(event)];
  run?.();
  return run !== undefined;
}
