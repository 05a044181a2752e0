// Topics: rows of lists, the whole thing, and pages of messages. A message is a comment of a topic.
import type { Comment } from './activity';
import type { Instant, Sent } from './common';

/** `read_to` and `last_place` are places of messages (`seq`); `unread` of 100 means many. */
export type TopicRow = Sent<'TopicRow'>;
export type Topic = Sent<'TopicShape'>;
export type CheckIn = Sent<'CheckIn'>;
export type Rule = Sent<'RuleShape'>;
export interface Topics {
  items: TopicRow[];
  next: string | null;
  unread: number;
}
/** `before` and `after` lead to the pages around this one. */
export interface Messages {
  items: Comment[];
  before: string | null;
  after: string | null;
  read_to: number;
  read_at: Instant | null;
}
