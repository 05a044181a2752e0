import { describe, expect, it } from 'vitest';
import api from '../../../openapi.json';
import en from '../../words/en/admin.json';

const words = en as Record<string, unknown>;
const schemas = api.components.schemas as unknown as Record<string, { enum?: string[] }>;

describe('the log of Admin', () => {
  it('has a word for everything the server writes down', () => {
    const actions = schemas.AuditAction?.enum ?? [];
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => !words[`action.${action}`])).toEqual([]);
  });

  it('has a word for every way in', () => {
    const ways = schemas.WayIn?.enum ?? [];
    expect(ways.length).toBeGreaterThan(2);
    expect(ways.filter((way) => !words[`via.${way}`])).toEqual([]);
  });
});
