/** What the virtual machine of the tests is made of, where that is kept, and whether this machine has what it takes. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Disks and kernels outlive a checkout; several share them. */
export const home = resolve(process.env.STALLSCOPE_VM ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'stallscope/vm'));

/** Debian packages that build and run it. */
export const packages = [
  'qemu-system-x86', 'busybox-static', 'cpio', 'e2fsprogs', 'kmod', 'g++', 'make', 'linux-libc-dev', 'clang', 'llvm', 'libbpf-dev', 'libelf-dev', 'zlib1g-dev',
];

const programs = ['qemu-system-x86_64', 'busybox', 'cpio', 'mke2fs', 'depmod', 'dpkg-deb', 'apt-get', 'gcc'];
// Sessions of ordinary users often leave these folders out.
const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;
export const environment = { ...process.env, PATH };

const isThere = (program) => PATH.split(':').some((folder) => folder !== '' && existsSync(join(folder, program)));

/** The kernel that runs in it: Debian's for clouds is small and has SCTP as modules. */
export const kernelPackage = 'linux-image-cloud-amd64';

/** Whether the packages of the guest can be had from this machine's own package lists. */
function isServed() {
  return spawnSync('apt-cache', ['show', kernelPackage], { stdio: 'ignore' }).status === 0;
}

export const isPossible = () => process.platform === 'linux' && process.arch === 'x64' && programs.every(isThere) && isServed();
