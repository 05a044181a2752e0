// Forms and requests: for those who make and sort them, and what somebody outside sees of them.
import type { Sent } from './common';

export type Form = Sent<'Form'>;
export type FormLink = Sent<'FormLink'>;
export type FormQuestion = Sent<'FormQuestion'>;
export type QuestionKind = Sent<'QuestionKind'>;
export type OpenedForm = Sent<'OpenedForm'>;
export type SentFile = Sent<'SentFile'>;
export type Request = Sent<'Request'>;
export type RequestRow = Sent<'RequestRow'>;
export type RequestTarget = Sent<'RequestTarget'>;
export type RequestCount = Sent<'RequestCount'>;
export type RequestMessage = Sent<'RequestMessage'>;
export type SimilarRequest = Sent<'SimilarRequest'>;
export type SentRequest = Sent<'SentRequest'>;
export type FollowedRequest = Sent<'FollowedRequest'>;
export type Lane = Sent<'LaneWord'>;
