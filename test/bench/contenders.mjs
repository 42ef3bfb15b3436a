// @ts-check
/** Who runs: stallscope on the capture, the log and both, and the tools that people use instead. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tools } from '../tools.mjs';

/**
 * @typedef {{ pcap: string, strace: string }} Files
 * @typedef {object} Contender
 * @property {string} name
 * @property {'pcap' | 'strace' | 'both'} reads
 * @property {(files: Files) => readonly string[]} command
 * @property {boolean} [isSlow] ten seconds for 100 MB: larger inputs are scaled from that
 * @property {string} [missing] the line that installs it, where it is not there
 */

/** @param {string} path */
const fromRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const stallscope = fromRoot('dist/stallscope.mjs');
const pcapParserLoop = fromRoot('test/bench/pcapParserLoop.mjs');

/** The columns that stallscope fills, by Wireshark's names. */
const fields = [
  'frame.number', 'frame.time_epoch', 'ip.src', 'ip.dst', 'sctp.srcport', 'sctp.dstport', 'sctp.verification_tag', 'sctp.checksum.status',
  'sctp.chunk_type', 'sctp.data_tsn', 'sctp.sack_cumulative_tsn_ack', 'sctp.sack_a_rwnd', 'sctp.sack_gap_block_start',
  'sctp.sack_gap_block_end', 'diameter.flags', 'diameter.cmd.code', 'diameter.applicationId', 'diameter.hopbyhopid',
  'diameter.endtoendid', 'diameter.Result-Code',
].flatMap((field) => ['-e', field]);

/** @param {'tshark' | 'tcpdump'} tool */
const whereMissing = (tool) => (tools[tool].present() ? {} : { missing: tools[tool].install });

/** @returns {readonly Contender[]} */
export function findContenders() {
  const explain = [process.execPath, stallscope, 'explain'];
  const unbuilt = existsSync(stallscope) ? {} : { missing: 'npm run build' };
  const tshark = whereMissing('tshark');
  return [
    { name: 'stallscope pcap', reads: 'pcap', command: ({ pcap }) => [...explain, pcap], ...unbuilt },
    { name: 'stallscope strace', reads: 'strace', command: ({ strace }) => [...explain, strace], ...unbuilt },
    { name: 'stallscope pcap + strace', reads: 'both', command: ({ pcap, strace }) => [...explain, pcap, strace], ...unbuilt },
    {
      name: 'tshark -T fields', reads: 'pcap', isSlow: true, ...tshark,
      command: ({ pcap }) => ['tshark', '-n', '-r', pcap, '-o', 'sctp.checksum:CRC 32c', '-o', 'sctp.relative_tsns:FALSE', '-T', 'fields', ...fields],
    },
    { name: 'tshark -z sctp,stat', reads: 'pcap', command: ({ pcap }) => ['tshark', '-n', '-q', '-r', pcap, '-z', 'sctp,stat'], ...tshark },
    { name: 'tcpdump -w /dev/null', reads: 'pcap', command: ({ pcap }) => ['tcpdump', '-r', pcap, '-w', '/dev/null'], ...whereMissing('tcpdump') },
    { name: 'npm pcap-parser, records only', reads: 'pcap', command: ({ pcap }) => [process.execPath, pcapParserLoop, pcap] },
    { name: 'grep -c EAGAIN', reads: 'strace', command: ({ strace }) => ['grep', '-c', 'EAGAIN', strace] },
  ];
}
