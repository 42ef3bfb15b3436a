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
    const namespace = await Namespace.#hold(['unshare', '--user', '--map-root-user', '--net']);
    namespace.plug();
    return namespace;
  }

  /** Lives as long as its standard input is open. */
  static async #hold(words: readonly string[]): Promise<Namespace> {
    const holder = spawn(words[0]!, [...words.slice(1), 'sh', '-c', 'echo ready; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout!, 'data');
    const namespace = new Namespace(holder);
    namespace.ip('link set lo up');
    return namespace;
  }

  /** Another host, at the other end of the cable: 10.0.0.1 here on veth0, 10.0.0.2 there on veth1. */
  async neighbour(): Promise<Namespace> {
    const neighbour = await Namespace.#hold(this.enter(['unshare', '--net']));
    this.ip(`link set veth1 netns ${neighbour.#holder.pid}`);
    for (const [host, device, address] of [[this, 'veth0', '10.0.0.1'], [neighbour, 'veth1', '10.0.0.2']] as const) {
      host.ip(`addr add ${address}/24 dev ${device}`);
      host.ip(`link set ${device} up`);
    }
    return neighbour;
  }

  plug(): void {
    this.ip('link add veth0 type veth peer name veth1');
    this.ip('link set veth0 up');
    this.ip('link set veth1 up');
  }

  get pid(): number {
    return this.#holder.pid!;
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
