/**
 * The guest's kernel and disk, made once from this machine's package lists and kept: Debian's cloud kernel, the programs that the
 * scenarios run, and this Node with its libraries. Nothing is installed here and nothing needs root.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, home, kernelPackage } from './home.mjs';

const guestPrograms = ['dash', 'erlang-base', 'erlang-diameter', 'libsctp1', 'iproute2', 'tcpdump', 'strace'];
/** What packages name but the guest does not run. */
const LEFT_OUT = /^(?:adduser|cdebconf|debconf|dpkg|init-system-helpers|install-info|passwd|perl|tar$|usrmerge|usr-is-merged|gcc-|lib(?:perl|pam|newt|slang|debian-installer|semanage|sepol|audit|file-find-rule|number-compare|text-glob))/;
/** Folders of modules beside which the kernel has none that the guest loads. */
const modules = ['net', 'lib', 'crypto', 'arch/x86/crypto', 'drivers/net/veth.ko', 'drivers/block/virtio_blk.ko', 'drivers/virtio'];
/** What the first program needs to find the disk, in this order. */
const diskModules = ['virtio_ring', 'virtio', 'virtio_pci_modern_dev', 'virtio_pci_legacy_dev', 'virtio_pci', 'virtio_blk'];
const DISK_SIZE = '700M';

const run = (program, args, options = {}) => execFileSync(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26, ...options }).toString();

function dependencies(names) {
  const listed = run('apt-cache', [
    'depends', '--recurse', '--no-recommends', '--no-suggests', '--no-conflicts', '--no-breaks', '--no-replaces', '--no-enhances', ...names,
  ]);
  return [...new Set(listed.split('\n').filter((line) => /^[a-z0-9]/.test(line)))].filter((name) => !LEFT_OUT.test(name)).toSorted();
}

function kernelName() {
  return /Depends: (linux-image-\S+)/.exec(run('apt-cache', ['depends', kernelPackage]))[1];
}

/** Unpacks packages as they are, without their scripts. */
function unpack(names, into, work) {
  const folder = join(work, 'packages');
  mkdirSync(folder, { recursive: true });
  run('apt-get', ['download', '-q', ...names], { cwd: folder });
  for (const name of readdirSync(folder)) {
    const archive = execFileSync('dpkg-deb', ['--fsys-tarfile', name], { cwd: folder, maxBuffer: 1 << 30 });
    // Folders such as /lib are links into /usr, and stay so.
    execFileSync('tar', ['-x', '--keep-directory-symlink', '--no-same-owner', '--exclude=./usr/share/doc', '--exclude=./usr/share/man', '--exclude=./usr/share/locale', '-C', into], { input: archive });
  }
  rmSync(folder, { recursive: true });
}

/** A program of this machine with the libraries that it loads. */
function copyProgram(program, root) {
  const libraries = [...run('ldd', [program]).matchAll(/(?:=> )?(\/\S+) \(0x/g)].map((match) => match[1]);
  for (const file of [program, ...libraries]) {
    const to = join(root, file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(realpathSync(file), to);
  }
}

function makeRoot(root, kernel, work) {
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(join(root, 'usr', folder), { recursive: true });
    symlinkSync(`usr/${folder}`, join(root, folder));
  }
  for (const folder of ['proc', 'sys', 'dev', 'tmp', 'run', 'out', 'guest', 'root', 'etc']) mkdirSync(join(root, folder), { recursive: true });
  unpack(dependencies(guestPrograms), root, work);
  copyProgram(process.execPath, root);
  if (!existsSync(join(root, 'usr/bin/node'))) symlinkSync(process.execPath, join(root, 'usr/bin/node'));
  cpSync('/bin/busybox', join(root, 'usr/bin/busybox'));
  // Busybox's own shell prefers its own ip and tar to the real ones.
  if (!existsSync(join(root, 'usr/bin/sh'))) symlinkSync('dash', join(root, 'usr/bin/sh'));
  for (const file of ['passwd', 'group']) writeFileSync(join(root, 'etc', file), file === 'passwd' ? 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' : 'root:x:0:\nnogroup:x:65534:\n');
  const version = basename(kernel);
  for (const name of modules) {
    const from = join(kernel, 'kernel', name);
    if (existsSync(from)) cpSync(from, join(root, 'lib/modules', version, 'kernel', name), { recursive: true });
  }
  for (const name of ['modules.builtin', 'modules.order', 'modules.builtin.modinfo']) cpSync(join(kernel, name), join(root, 'lib/modules', version, name));
  run('depmod', ['-b', root, version]);
}

function makeInitrd(to, kernel, work) {
  const root = join(work, 'initrd');
  for (const folder of ['bin', 'modules', 'proc', 'sys', 'dev', 'root']) mkdirSync(join(root, folder), { recursive: true });
  cpSync('/bin/busybox', join(root, 'bin/busybox'));
  symlinkSync('busybox', join(root, 'bin/sh'));
  cpSync(fileURLToPath(new URL('guest/init', import.meta.url)), join(root, 'init'));
  for (const name of diskModules) {
    const file = ['drivers/virtio', 'drivers/block'].map((folder) => join(kernel, 'kernel', folder, `${name}.ko`)).find((path) => existsSync(path));
    if (file !== undefined) cpSync(file, join(root, 'modules', basename(file)));
  }
  run('sh', ['-c', 'find . | cpio -o -H newc --quiet > "$1"', 'sh', to], { cwd: root });
}

/** Folder with vmlinuz, initrd and disk. */
export function prepareImage() {
  const kernelDebian = kernelName();
  const stamp = createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url))).update(readFileSync(new URL('guest/init', import.meta.url)))
    .update(`${kernelDebian} ${process.execPath} ${process.version} ${statSync('/bin/busybox').size}`)
    .digest('hex').slice(0, 12);
  const image = join(home, stamp);
  if (existsSync(join(image, 'disk'))) return image;
  mkdirSync(home, { recursive: true });
  const work = mkdtempSync(join(home, 'part-'));
  try {
    const unpacked = join(work, 'kernel');
    mkdirSync(unpacked);
    unpack([kernelDebian], unpacked, work);
    const [version] = readdirSync(join(unpacked, 'lib/modules'));
    const kernel = join(unpacked, 'lib/modules', version);
    const made = join(work, 'image');
    mkdirSync(made);
    cpSync(join(unpacked, 'boot', `vmlinuz-${version}`), join(made, 'vmlinuz'));
    makeInitrd(join(made, 'initrd'), kernel, work);
    const root = join(work, 'root');
    mkdirSync(root);
    makeRoot(root, kernel, work);
    run('mke2fs', ['-q', '-t', 'ext4', '-O', '^has_journal', '-d', root, join(made, 'disk'), DISK_SIZE]);
    renameSync(made, image);
    return image;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
