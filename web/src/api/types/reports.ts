// How work went over a time, how it stands, and what is to come.
import type { Sent } from './common';

export type Went = Sent<'Went'>;
export type OperationsRow = Sent<'OperationsRow'>;
export type OperationsWeek = Sent<'OperationsWeek'>;
export type OperationsReport = Sent<'OperationsReport'>;
export type ReportBy = OperationsReport['by'];
export type TargetsKept = Sent<'TargetsKept'>;
export type RequestsReport = Sent<'RequestsReport'>;
export type LineupReport = Sent<'LineupReport'>;
export type LineupRow = Sent<'LineupRow'>;
export type LineupStand = LineupRow['stand'];
export type Pace = Sent<'Pace'>;
export type ThroughputReport = Sent<'ThroughputReport'>;
export type OverdueReport = Sent<'OverdueReport'>;
export type OverdueTask = Sent<'OverdueTask'>;
export type TimeReport = Sent<'TimeReport'>;
export type TimeBudget = Sent<'TimeBudget'>;
export type TimeGroup = Sent<'TimeGroup'>;
export type ForecastReport = Sent<'ForecastReport'>;
export type ForecastWeek = Sent<'ForecastWeek'>;
export type WeekReport = Sent<'WeekReport'>;
export type ReportMails = Sent<'ReportMails'>;
export type ReportViews = Sent<'ReportViews'>;
export type ReportView = ReportViews['items'][number];
export type ReportName = ReportMails['items'][number]['report'];
