/** What some tests need beyond npm: how to see whether it is there, and the one line that brings it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isPossible, packages } from './vm/home.mjs';
import { isInstalled } from './vscode/home.mjs';

/** Recordings and public captures that may lie beside the checkout. */
export const corpusFolder = fileURLToPath(new URL('../../shared', import.meta.url));

const program = (name, args = ['--version']) => () => spawnSync(name, args, { stdio: 'ignore' }).error === undefined;

/** @type {Record<'tshark' | 'tcpdump' | 'zstd' | 'vscode' | 'vm' | 'corpus' | 'compiler' | 'addon' | 'namespaces' | 'usrsctp', { present: () => boolean, install: string }>} */
export const tools = {
  tshark: { present: program('tshark'), install: 'apt-get install -y tshark' },
  tcpdump: { present: program('tcpdump'), install: 'apt-get install -y tcpdump' },
  zstd: { present: program('zstd'), install: 'apt-get install -y zstd' },
  vscode: { present: isInstalled, install: 'apt-get install -y g++ make python3 && node test/vscode/install.mjs' },
  vm: { present: isPossible, install: `apt-get install -y ${packages.join(' ')}   (on Debian, for x64)` },
  compiler: { present: program('g++'), install: 'apt-get install -y g++' },
  addon: {
    present: () => spawnSync('g++', ['--version'], { stdio: 'ignore' }).status === 0 && existsSync(new URL('../node_modules/node-addon-api/napi.h', import.meta.url))
      && existsSync(join(dirname(process.execPath), '../include/node/node_api.h')),
    install: 'apt-get install -y g++ libnode-dev, and npm install',
  },
  namespaces: {
    present: () => spawnSync('unshare', ['--user', '--map-root-user', '--net', 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' }).status === 0,
    install: 'apt-get install -y iproute2 util-linux, and allow user namespaces (sysctl -w kernel.unprivileged_userns_clone=1)',
  },
  usrsctp: { present: () => existsSync('/usr/include/usrsctp.h'), install: 'apt-get install -y libusrsctp-dev' },
  corpus: { present: () => existsSync(corpusFolder), install: 'put the corpus folder beside the checkout, as ../shared' },
};
