// How work went over a time.
import type { Sent } from './common';

export type Went = Sent<'Went'>;
export type ReportRow = Sent<'ReportRow'>;
export type ReportWeek = Sent<'ReportWeek'>;
export type OperationsReport = Sent<'OperationsReport'>;
export type ReportBy = OperationsReport['by'];
export type RequestsReport = Sent<'RequestsReport'>;
