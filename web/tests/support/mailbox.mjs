// A real server of mailboxes beside the browser: pymap, which `cargo xtask` installs.
import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './letter.mjs';
import { python } from './smtp.mjs';

const USER = 'guild';
const PASSWORD = 'kettle orbit';

/** Starts one for this test; `put` lays a mail into it, `settings` is how an admin names it. */
export async function mailbox(t) {
  const port = await freePort();
  const words = ['-c', 'from pymap.main import main; main()', '--host', '127.0.0.1', '--port', `${port}`];
  const user = ['dict', '--demo-user', USER, '--demo-password', PASSWORD];
  const child = spawn(python, [...words, '--no-tls', ...user], { stdio: 'ignore' });
  t.after(() => child.kill());
  const end = Date.now() + 30_000;
  while (!(await listens(port))) {
    if (Date.now() > end) throw new Error('the server of mailboxes does not start');
    await pause(20);
  }
  const put = (mail) => {
    const script =
      "import imaplib, sys\nm = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))\nm.login(sys.argv[2], sys.argv[3])\n" +
      "m.append('INBOX', '', None, sys.stdin.buffer.read())\nm.logout()";
    const input = mail.join('\r\n');
    const done = spawnSync(python, ['-c', script, `${port}`, USER, PASSWORD], { input });
    if (done.status !== 0) throw new Error(`the mail could not be laid down: ${done.stderr}`);
  };
  const settings = { host: '127.0.0.1', port: `${port}`, security: 'none', user: USER, password: PASSWORD };
  return { put, settings };
}

function listens(port) {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
    socket.once('connect', () => socket.destroy());
  });
}
