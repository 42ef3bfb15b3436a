/** A network of its own that needs no root: an unprivileged user namespace with two ends of a virtual cable, veth0 and veth1. */
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const frames = fileURLToPath(new URL('../../native/build/test/frames', import.meta.url));

export class Namespace {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  static async create(): Promise<Namespace> {
    const holder = spawn('unshare', ['--user', '--map-root-user', '--net', 'sh', '-c', 'echo ready; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout!, 'data');
    const namespace = new Namespace(holder);
    namespace.ip('link set lo up');
    namespace.plug();
    return namespace;
  }

  plug(): void {
    this.ip('link add veth0 type veth peer name veth1');
    this.ip('link set veth0 up');
    this.ip('link set veth1 up');
  }

  /** The words that run `words` inside. */
  enter(words: readonly string[]): readonly [string, ...string[]] {
    return ['nsenter', '--target', String(this.#holder.pid), '--user', '--net', '--preserve-credentials', '--', ...words];
  }

  spawn(words: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const [program, ...rest] = this.enter(words);
    return spawn(program, rest, options);
  }

  run(words: readonly string[]): string {
    const [program, ...rest] = this.enter(words);
    const { status, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
    return stdout;
  }

  ip(words: string): void {
    this.run(['ip', ...words.split(' ')]);
  }

  /** Sends frames from veth0 to veth1. */
  send(kind: string, count: number, perSecond = 0): void {
    const sent = Number(this.run([frames, 'veth0', kind, String(count), String(perSecond)]));
    if (sent !== count) throw new Error(`${sent} of ${count} frames were sent`);
  }

  end(): void {
    this.#holder.stdin!.end();
  }
}
