import { describe, expect, it } from 'vitest';
import { compile, match, type Route } from './router.svelte';

const route = (path: string): Route => ({ path, load: () => Promise.reject(new Error('not loaded here')) });
const table = ['/', '/s/:space', '/s/:space/tasks', '/s/new', '/t/:task', '/admin/*'].map(route).map(compile);
const at = (path: string) => {
  const found = match(table, path);
  return found && { path: found.route.path, ...found.params };
};

describe('addresses', () => {
  it('find their page and its parts', () => {
    expect(at('/')).toEqual({ path: '/' });
    expect(at('/s/SVC/tasks')).toEqual({ path: '/s/:space/tasks', space: 'SVC' });
    expect(at('/s/SVC/')).toEqual({ path: '/s/:space', space: 'SVC' });
    expect(at('/t/SVC-214')).toEqual({ path: '/t/:task', task: 'SVC-214' });
  });

  it('prefer the literal pattern', () => expect(at('/s/new')).toEqual({ path: '/s/new' }));

  it('take a rest', () => {
    expect(at('/admin')).toEqual({ path: '/admin/*', rest: '' });
    expect(at('/admin/people/x')).toEqual({ path: '/admin/*', rest: 'people/x' });
  });

  it('decode names and know when there is nothing', () => {
    expect(at('/s/caf%C3%A9')).toEqual({ path: '/s/:space', space: 'café' });
    expect(at('/reports')).toBeNull();
  });
});
