/** A real association in userland whose server stops reading: captured by the helper, and explained by the product. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runAnalysis } from '../../cli/run.ts';
import { needs } from '../needs.ts';
import { Capturing } from './capturing.ts';
import { Namespace } from './namespace.ts';

const peer = fileURLToPath(new URL('../../native/build/test/peer', import.meta.url));

test.each([['over IP', 0], ['in UDP', 9899]])('a server that stops reading, %s', needs('compiler', 'namespaces', 'usrsctp'), async (_, udpPort) => {
  const folder = mkdtempSync(join(tmpdir(), 'stallscope-'));
  const client = await Namespace.create();
  const server = await client.neighbour();
  try {
    const capturing = await Capturing.start(client, ['--interface', 'veth0', '--port', '3868']);
    const serving = server.spawn([peer, 'server', '10.0.0.2', String(udpPort), '50', '2000'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(serving.stdout!, 'data');
    const sending = client.spawn([peer, 'client', '10.0.0.1', '10.0.0.2', String(udpPort), '4000'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [log, counts] = await Promise.all([text(sending.stdout!), text(sending.stderr!)]);
    serving.kill();
    const { account, bytes } = await capturing.end();
    expect(account).toMatchObject({ kernel: 0, queue: 0, notTaken: 0 });
    const refused = Number(/(\d+) refused/.exec(counts)?.[1]);
    expect(refused).toBeGreaterThan(0);

    const [capture, strace] = [join(folder, 'capture.pcapng'), join(folder, 'client.strace')];
    writeFileSync(capture, bytes);
    writeFileSync(strace, log);
    const { report: wire } = await runAnalysis([capture]);
    expect(wire.findings.map(({ title }) => title)).toContainEqual(expect.stringMatching(/^10\.0\.0\.2:3868 left no room in its window for \d/));
    const { report } = await runAnalysis([capture, strace]);
    expect(report.stalls[0]).toMatchObject({ cause: 'peer-receive-window' });
    expect(report.stalls.reduce((sum, stall) => sum + stall.eagainCount, 0)).toBe(refused);
  } finally {
    server.end();
    client.end();
    rmSync(folder, { recursive: true });
  }
});
