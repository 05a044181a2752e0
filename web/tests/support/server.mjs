// The real executable on a data file of its own, on a free port of this machine.
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
export const executable = process.env.GUILDHALL_BIN ?? join(here, '../../../target/debug/guildhall');

/** The person every prepared server knows. */
export const owner = {
  name: 'Tom Ainsworth',
  email: 'tom@northfold.example',
  password: 'seven copper valves at dawn',
  organization: 'Northfold Heating',
};

// A server that is not ready or gone by then hangs; the tests themselves wait on conditions.
const PATIENCE_MS = 30_000;

/** The environment without settings of the person who runs the tests. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('GUILDHALL_')),
);

/**
 * Starts a server.
 * - `prepare: 'owner'` (the usual): the organization and its owner exist.
 * - `prepare: 'demo'`: the sample company; `person` is its owner.
 * - `prepare: 'nothing'`: an empty file, as at the first run; see `setupLink()`.
 */
export async function startServer({ prepare = 'owner', args = [] } = {}) {
  if (!existsSync(executable)) throw new Error(`${executable} is not built; run \`cargo build\` first`);
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-page-'));
  const server = new Server(folder);
  try {
    await server.prepare(prepare);
    await server.start(args);
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

class Server {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url = '';
  /** Who to sign in as. */
  person = owner;
  /** What the server wrote to its log so far. */
  log = '';
  #folder;
  #process;
  #said = '';

  constructor(folder) {
    this.#folder = folder;
  }

  get data() {
    return join(this.#folder, 'guildhall.redb');
  }

  /** Runs a command of the executable on this data file and gives what it printed; servers beside it are heard meanwhile. */
  async cli(...args) {
    const run = promisify(execFile);
    const { stdout } = await run(executable, [...args, '--data', this.data], { env: environment });
    return stdout;
  }

  /** Keeps a text in a file beside the data, as `--password-file` wants it. */
  file(name, text) {
    const path = join(this.#folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  /** Begins with what was prepared once for all tests of this process. */
  async prepare(what) {
    if (what === 'nothing') return;
    const { folder, person } = await prepared(what);
    cpSync(folder, this.#folder, { recursive: true });
    this.person = { ...person };
  }

  /** The organization and its owner. */
  async found() {
    const password = this.file('password', owner.password);
    const named = ['--email', owner.email, '--name', owner.name, '--organization', owner.organization];
    await this.cli('owner', 'create', ...named, '--password-file', password);
    return owner;
  }

  /** The sample company, whose owner gets a password that is known here. */
  async sample() {
    await this.cli('demo');
    const people = JSON.parse(await this.cli('person', 'list', '--json'));
    const { email } = people.find(({ role }) => role === 'owner');
    const person = { email, password: 'nine kettles on a slow tram' };
    const file = this.file('password', person.password);
    await this.cli('person', 'reset-password', email, '--password-file', file);
    return person;
  }

  async start(args = []) {
    // A server that comes back is found where it was.
    const address = this.url ? new URL(this.url).host : '127.0.0.1:0';
    const all = ['serve', '--data', this.data, '--listen', address, ...args];
    this.#said = '';
    this.#process = spawn(executable, all, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stdout.setEncoding('utf8').on('data', (text) => (this.#said += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
    this.url = await this.#says('that it is ready', /ready at (http:\/\/\S+?)\/?\s/);
  }

  /** The one-time address of the first run, which a server on an empty file prints. */
  setupLink() {
    return this.#says('the address of the first run', /(http:\/\/\S+\/setup#\S+)\s/);
  }

  /** Waits until the server has printed something, and gives the bracketed part of it. */
  #says(what, pattern) {
    const child = this.#process;
    return within(`the server to say ${what}`, (found, fail) => {
      const look = () => pattern.test(this.#said) && found(pattern.exec(this.#said)[1]);
      child.stdout.on('data', look);
      child.once('exit', (code) =>
        fail(new Error(`the server ended with ${code}: ${this.#said}${this.log}`)),
      );
      look();
    });
  }

  /** Ends the process, as an update of the server would; `start` brings it back at the same address. */
  async stop() {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = within('the server to stop', (done) => child.once('exit', done));
    child.kill('SIGTERM');
    await gone.catch((error) => {
      child.kill('SIGKILL');
      throw error;
    });
  }

  async close() {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const ready = new Map();

/** A folder with the data of a company, made when it is first asked for, and who may sign in. */
function prepared(what) {
  if (!ready.has(what)) ready.set(what, make(what));
  return ready.get(what);
}

async function make(what) {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-ready-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const maker = new Server(folder);
  const person = await (what === 'demo' ? maker.sample() : maker.found());
  return { folder, person };
}

/** A promise that fails, saying what was waited for, instead of hanging. */
function within(what, wait) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited too long for ${what}`)), PATIENCE_MS);
    const settle = (end) => (value) => {
      clearTimeout(timer);
      end(value);
    };
    wait(settle(resolve), settle(reject));
  });
}
