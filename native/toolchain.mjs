/** Which processors the probe can be built for on this machine, and with what. The names are those of Node.js. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian's names of what builds for a processor; `kernel` is how headers of the kernel call it. */
const processors = {
  x64: { triplet: 'x86_64-linux-gnu', kernel: 'x86', packages: 'g++-x86-64-linux-gnu', foreign: 'amd64' },
  arm64: { triplet: 'aarch64-linux-gnu', kernel: 'arm64', packages: 'g++-aarch64-linux-gnu', foreign: 'arm64' },
};

export const architectures = Object.keys(processors);

const answers = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/** Of `arch`: the compiler, and what else the build asks of it. */
export function toolchainOf(arch) {
  const { triplet = arch, kernel = arch, foreign = arch } = processors[arch] ?? {};
  const isOwn = arch === process.arch;
  const compiler = isOwn ? 'g++' : `${triplet}-g++`;
  const library = (name) => spawnSync(compiler, [`-print-file-name=${name}`], { encoding: 'utf8' }).stdout?.trim().startsWith('/') ?? false;
  const lacksLibraries = () => !answers('clang') || !existsSync('/usr/include/bpf/libbpf.h') || !['libbpf.a', 'libelf.a', 'libz.a'].every(library);
  const suffix = isOwn ? '' : `:${foreign}`;
  return {
    compiler,
    kernel,
    /** Where the headers of the kernel for that processor may lie. */
    headers: [`/usr/include/${triplet}`, `/usr/${triplet}/include`],
    /** What builds and links the tracer's program for the kernel: undefined when all is there, else the line that brings it. */
    lacksForTracer: () => (lacksLibraries()
      ? `${isOwn ? '' : `sudo dpkg --add-architecture ${foreign} && sudo apt-get update && `}sudo apt-get install -y clang llvm ${['libbpf-dev', 'libelf-dev', 'zlib1g-dev'].map((name) => name + suffix).join(' ')}`
      : undefined),
    isOwn,
  };
}

/** In words, or undefined when the probe can be built. */
export function missingFor(arch) {
  if (process.platform !== 'linux') return 'The probe is for Linux alone; everything else works without it.';
  const { compiler, isOwn } = toolchainOf(arch);
  if (answers(compiler)) return undefined;
  if (isOwn) return 'The probe needs g++ to be built: sudo apt-get install -y g++';
  const packages = processors[arch]?.packages;
  return `The probe for ${arch} needs ${compiler} to be built${packages ? `: sudo apt-get install -y ${packages}` : ''}`;
}
