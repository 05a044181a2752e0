// How work went over a time.
import type { Sent } from './common';

export type Went = Sent<'Went'>;
export type OperationsRow = Sent<'OperationsRow'>;
export type OperationsWeek = Sent<'OperationsWeek'>;
export type OperationsReport = Sent<'OperationsReport'>;
export type ReportBy = OperationsReport['by'];
export type TargetsKept = Sent<'TargetsKept'>;
export type RequestsReport = Sent<'RequestsReport'>;
