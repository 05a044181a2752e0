// The shapes of the JSON API, by hand until `npm run types` has a published description to read.
// Every object that can be edited carries `version`: send it back as If-Match on PATCH and DELETE.
export * from './types/common';
export * from './types/people';
export * from './types/spaces';
export * from './types/tasks';
export * from './types/activity';
export * from './types/views';
export * from './types/search';
export * from './types/admin';
export * from './types/imports';
