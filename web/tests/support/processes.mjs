// Processes made for a test.
export const steps = [
  { text: 'Walk round the van', evidence: 'photo' },
  { text: 'Tyre tread', evidence: 'number', unit: 'mm', least: 3 },
];

export const make = (api, space, more = {}) =>
  api.post(`/spaces/${space.id}/processes`, { name: 'Van check', rule: 'every monday 8:30', steps, ...more });

export const only = async (api, space) => (await api.get(`/spaces/${space.id}/processes`)).items[0];

/** A picture, as a phone would send one. */
export const picture = {
  name: 'van.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};
