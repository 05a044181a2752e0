// When a check-in is asked, in words: "Every Monday at 09:00".
import type { Rule } from '../../api/types';
import { t } from '../../words';
import { timeLabel, weekdayName } from '../../words/dates';
import { locale } from '../../words/locale.svelte';

export function ruleWords(rule: Rule): string {
  const time = timeLabel(rule.at);
  if (rule.every === 'working_day') return t('topics.rule.working_day', { time });
  if (rule.every === 'month') return t('topics.rule.month', { day: rule.day ?? 1, time });
  if (rule.days.length === 7) return t('topics.rule.day', { time });
  const days = rule.days.map((day) => weekdayName(day, 'long'));
  return t('topics.rule.week', { days: new Intl.ListFormat(locale.language).format(days), time });
}
