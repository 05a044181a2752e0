// Rules: what a space does by itself.
import type { Sent } from './common';

export type SpaceRule = Sent<'Rule'>;
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
