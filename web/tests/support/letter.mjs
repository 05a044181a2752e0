// Another mail server, as far as it brings mail to the port of ours.
import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** A port of this machine nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Brings a mail; the server takes it or the test fails. */
export async function bring(port, to, { from, subject, body, head = [] }) {
  const socket = connect(port, '127.0.0.1');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async () => {
    for (;;) {
      const { value } = await lines.next();
      if (value?.[3] !== '-') return value ?? '';
    }
  };
  const ask = async (line) => {
    socket.write(`${line}\r\n`);
    const said = await answer();
    assert.match(said, /^[23]/, `${line}: ${said}`);
  };
  await answer();
  await ask('EHLO mx.example.net');
  await ask('MAIL FROM:<somebody@example.net>');
  await ask(`RCPT TO:<${to}>`);
  await ask('DATA');
  const id = `${process.hrtime.bigint()}@mail.example.net`;
  const mail = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${id}>`,
    ...head,
    '',
    body,
  ];
  await ask(`${mail.join('\r\n')}\r\n.`);
  socket.end('QUIT\r\n');
}
