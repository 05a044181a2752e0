// Rules: what a space does by itself.
import type { Sent } from './common';

export type SpaceRule = Sent<'Rule'>;
/** What starts a process beside its own dates: rules the reader may read, and forms. */
export type ProcessStarts = Sent<'ProcessStarts'>;
export type RuleTrigger = Sent<'RuleTrigger'>;
export type RuleCondition = Sent<'RuleCondition'>;
export type RuleAction = Sent<'RuleAction'>;
export type RuleEvent = Sent<'RuleEvent'>;
export type RuleFact = Sent<'RuleFact'>;
export type RuleDeed = Sent<'RuleDeed'>;
export type RuleActed = Sent<'RuleActed'>;
export type RuleTrial = Sent<'RuleTrial'>;
export type RuleTrialRow = Sent<'RuleTrialRow'>;
export type SentencePart = Sent<'SentencePart'>;
