// Taking a file away: by its address, or made here.
import { ApiError } from '../api/client';

/** The browser saves what is at an address; under the name the server gives it unless told. */
export function download(address: string, name = ''): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

/** The same for what may be refused with a reason: it is asked for first. */
export async function downloadMade(address: string, name: string, ask: RequestInit = {}): Promise<void> {
  const response = await fetch(address, { credentials: 'same-origin', ...ask });
  if (!response.ok) throw ApiError.from(response.status, await response.json().catch(() => null));
  const made = URL.createObjectURL(await response.blob());
  download(made, name);
  setTimeout(() => URL.revokeObjectURL(made), 60_000);
}

/** Something made in the page, as a file. */
export function downloadText(text: string, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  download(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
