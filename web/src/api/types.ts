// The shapes of the JSON API, from the description the server publishes (schema.ts: `npm run types`).
// Every object that can be edited carries `version`: send it back as If-Match on PATCH and DELETE.
export * from './types/common';
export * from './types/people';
export * from './types/spaces';
export * from './types/tasks';
export * from './types/activity';
export * from './types/approvals';
export * from './types/topics';
export * from './types/views';
export * from './types/files';
export * from './types/documents';
export * from './types/processes';
export * from './types/rules';
export * from './types/search';
export * from './types/shares';
export * from './types/starts';
export * from './types/templates';
export * from './types/forms';
export * from './types/inbox';
export * from './types/happened';
export * from './types/reports';
export * from './types/mail';
export * from './types/push';
export * from './types/admin';
export * from './types/time';
export * from './types/imports';
export * from './types/live';
