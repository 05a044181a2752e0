// Approvals: who is asked whether something is good, and what they answered.
import type { Sent } from './common';

export type Approval = Sent<'Approval'>;
export type Approver = Sent<'Approver'>;
export type ApprovalVerdict = Sent<'VerdictWord'>;
