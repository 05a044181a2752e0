// The ways to narrow an answer, as they stand in the address.
export const facetNames = ['space', 'person', 'when', 'state', 'has'] as const;
export type FacetName = (typeof facetNames)[number];

/** Of these only one can hold at a time. */
export const single: readonly FacetName[] = ['when'];

export const noFilters: Record<string, null> = {
  kind: null,
  space: null,
  person: null,
  when: null,
  state: null,
  has: null,
};

/** The filter after one choice is ticked or cleared, as written in the address. */
export function toggled(name: FacetName, chosen: string[], id: string): string | null {
  if (single.includes(name)) return chosen.includes(id) ? null : id;
  const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
  return next.join(',') || null;
}
