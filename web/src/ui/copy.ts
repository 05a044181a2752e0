/** Copies text; on plain http the clipboard API is missing, so a selected field is copied the older way. */
export async function copyText(text: string, field?: HTMLInputElement): Promise<boolean> {
  if (navigator.clipboard && isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused: the older way may still do.
    }
  }
  const input = field ?? document.createElement('input');
  if (!field) {
    input.value = text;
    input.style.position = 'fixed';
    input.style.opacity = '0';
    (document.querySelector('dialog[open]') ?? document.body).append(input);
  }
  input.focus();
  input.select();
  const done = document.execCommand('copy');
  if (!field) input.remove();
  return done;
}
