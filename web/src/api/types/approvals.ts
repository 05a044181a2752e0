// Approvals: who is asked whether something is good, and what they answered.
import type { Sent } from './common';

export type Approval = Sent<'Approval'>;
/** What waits for somebody who leaves; `items` are those the reader sees. */
export type Approver = Sent<'Approver'>;
export type ApprovalVerdict = Sent<'VerdictWord'>;
