// A real mail server beside the browser: the one of the other tests, which `cargo xtask` installs.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
export const python = process.env.GUILDHALL_SMTP_PYTHON ?? at('../../../target/tools/smtp/bin/python');
const script = at('../../../tests/src/smtp_server.py');
const PATIENCE_MS = 40_000;

/** The address links in mails begin with in these tests. Nobody is there: what stands behind # is what counts. */
export const PUBLIC_URL = 'http://guild.example';

/** Starts one for this test; `mail(find)` waits for a mail of which that is true, and gives its text. */
export async function mailServer(t) {
  const child = spawn(python, [script, '0'], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.stdin.end());
  const lines = createInterface({ input: child.stdout });
  const mails = [];
  let look = () => {};
  const port = await new Promise((ready, fail) => {
    child.once('exit', (code) => fail(new Error(`the mail server ended with ${code}`)));
    lines.on('line', (line) => {
      const said = JSON.parse(line);
      if (said.port) ready(said.port);
      else mails.push({ to: said.to[0], text: readable(said.data) });
      look();
    });
  });
  const mail = (find) =>
    new Promise((found, fail) => {
      const late = () => fail(new Error(`no such mail: ${JSON.stringify(mails).slice(0, 600)}`));
      const timer = setTimeout(late, PATIENCE_MS);
      look = () => {
        const one = mails.find(find);
        if (!one) return;
        clearTimeout(timer);
        found(one.text);
      };
      look();
    });
  return { port, mail };
}

/** Without the marks of quoted-printable. */
function readable(data) {
  const bytes = data
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Sets it as an admin would. */
export async function useMail(api, port) {
  const settings = { host: '127.0.0.1', port: String(port), security: 'none', from: 'guild@example.org' };
  await api.put('/admin/mail', settings);
}

/** The part of a link of the page behind its #. */
export function secretOf(text, page) {
  return new RegExp(`${PUBLIC_URL}/${page}#([\\w-]+)`).exec(text)[1];
}
