/**
 * The command line: arguments in, an exit code out. 0: done. 1: --fail-on found what it looks for. 2: unusable input or arguments.
 * 3: a mistake of this program.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { VERSION } from '../analyzer/analyze.ts';
import { fields } from '../analyzer/filter/fields.ts';
import { tableNames, type TableName } from '../analyzer/view/dump.ts';
import { wrap } from '../analyzer/view/layout.ts';
import { decode } from './decode.ts';
import { doctor } from './doctor.ts';
import { dump } from './dump.ts';
import { explain, failOnLevels, formatNames } from './explain.ts';
import { endQuietlyOnBrokenPipe } from './output.ts';
import { live } from './live/live.ts';
import { triggerHelp } from './live/triggers.ts';
import { readForMain } from './readApart.ts';
import { Refusal } from './refusal.ts';
import { report } from './report.ts';

const UNUSABLE = 2;
const MISTAKE = 3;

/** Of running text in the help. */
const HELP_WIDTH = 96;

const examples = `
Examples:
  stallscope client.strace capture.pcap              why did send() stall, and what did it break?
  stallscope explain recordings/                     every log and capture in a folder, as one run
  stallscope explain a.pcapng.gz b.strace --format markdown --out ticket.md
  stallscope explain *.pcap *.strace --fail-on fatal exit 1 when an association was lost to a stall
  ssh node 'tcpdump -i any -s 0 -w - sctp' | stallscope explain - client.strace
  stallscope dump sacks capture.pcap --columns time,association,aRwnd | awk '$3 < 2000'
  stallscope dump calls client.strace --filter 'errno == EAGAIN && fd == 17'
  stallscope report *.strace *.pcap --out stall.html the timeline in one page, for a browser or a ticket
  stallscope live --from 'ssh node tcpdump -i any -U -w - sctp' --trigger eagain --out recordings
  stallscope decode 468 capture.pcap                 that frame, chunk by chunk and AVP by AVP

Record:
  strace -f -ttt -T -yy -s 256 -e trace=network,desc -o client.strace -p PID
  tcpdump -i any -s 0 -w capture.pcap sctp
`;

const tableList = `
Tables: ${tableNames.join(', ')}

Filters: == != < <= > >= in {1, 5..7} contains matches, joined by && || ! and ( ); a field alone asks whether there is one.
  sctp.sack.aRwnd < 2kB      errno == EAGAIN && fd == 17      unanswered || queued > 10ms      time > 03:46:50
Fields:
  ${wrap(fields.map(({ name }) => name).join(', '), HELP_WIDTH).join('\n  ')}
`;

function parseTable(name: string): TableName {
  const table = tableNames.find((known) => known === name);
  if (table === undefined) throw new InvalidArgumentError(`Tables: ${tableNames.join(', ')}`);
  return table;
}

function parseFrame(text: string): number {
  const frame = Number(text);
  if (!Number.isSafeInteger(frame) || frame < 1) throw new InvalidArgumentError('Frames are numbered from 1.');
  return frame;
}

const units: Readonly<Record<string, number>> = { '': 1, s: 1, ms: 0.001, m: 60, min: 60, h: 3600 };

/** "90s", "10m" -> seconds. */
function parseSeconds(text: string): number {
  const match = /^(\d{1,9}(?:\.\d+)?)(s|ms|m|min|h)?$/.exec(text);
  if (!match) throw new InvalidArgumentError('A time: 90s, 10m, 2h.');
  return Number(match[1]) * units[match[2] ?? '']!;
}

function parseMegabytes(text: string): number {
  const match = /^(\d{1,6})(?:MB|M)?$/.exec(text);
  if (!match) throw new InvalidArgumentError('Megabytes: 256MB.');
  return Number(match[1]);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError('A number from 1.');
  return count;
}

function parsePorts(text: string, before: readonly number[] = []): readonly number[] {
  const port = Number(text);
  if (!Number.isSafeInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('A port: 1 to 65535.');
  return [...before, port];
}

const listed = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

function createProgram(setExitCode: (code: number) => void): Command {
  const program = new Command('stallscope')
    .description('Explains why a send() on an SCTP association stalled (EAGAIN), from an strace log and a packet capture.')
    .version(VERSION)
    .addHelpText('after', examples)
    .exitOverride();
  const outOption = new Option('-o, --out <file>', 'write to FILE: whole, or not at all');
  program
    .command('explain', { isDefault: true })
    .description('print the verdict on every stall (the default command)')
    .argument('<files...>', 'strace logs and captures, plain or compressed; folders; - for standard input')
    .addOption(new Option('-f, --format <format>', 'form of the verdict').choices(formatNames).default('text'))
    .addOption(outOption)
    .addOption(new Option('--fail-on <level>', 'exit with 1 on any stall, or on one that cost the association').choices(failOnLevels))
    .action(async (files: string[], options) => setExitCode(await explain(files, options)));
  program
    .command('report')
    .description('write one HTML file: timeline, verdicts and the recordings, for a browser or a ticket')
    .argument('<files...>', 'as for explain')
    .requiredOption('-o, --out <file>', 'the page to write')
    .action(async (files: string[], options) => setExitCode(await report(files, options)));
  program
    .command('dump')
    .description('print a table as tab-separated text')
    .argument('<table>', 'which one', parseTable)
    .argument('<files...>', 'as for explain')
    .addOption(new Option('--filter <expression>', 'only rows that match, as in Wireshark: diameter.cmd == CCR && latency > 200ms'))
    .addOption(new Option('-c, --columns <names>', 'only these, in this order, separated by commas'))
    .addOption(outOption)
    .addHelpText('after', tableList)
    .action(async (table: TableName, files: string[], options) => setExitCode(await dump(table, files, options)));
  program
    .command('live')
    .description('watch a node while it runs: windows, queues, refused sends; keep what led to a stall. Without a source: this machine')
    .addOption(new Option('-i, --interface <name>', 'packets of this machine: an interface, or any'))
    .addOption(new Option('-p, --port <number>', 'of this machine, only this SCTP port, of either side (again for more)').argParser(parsePorts))
    .addOption(new Option('--address <address>', 'of this machine, only packets of this address, of either side (again for more)').argParser(listed))
    .addOption(new Option('--state', "the kernel's state of this machine's associations: windows, send buffer"))
    .addOption(new Option('--trace', 'refused sends of this machine, without strace; the kernel lets root alone see them, so that you are shown the line that starts the tracer'))
    .addOption(new Option('--netns <name>', 'of this machine, in that network namespace: a name, the PID of a process inside, or a container'))
    .addOption(new Option('--sudo', 'start with sudo what only root may, instead of showing the lines'))
    .addOption(new Option('--from <command>', 'program whose output is a capture, an strace log or a state log; split at blanks, never given to a shell (again for more)').argParser(listed))
    .addOption(new Option('--follow <file>', 'capture or log that is being written (again for more)').argParser(listed))
    .addOption(new Option('--restart', 'start a source again when it ends, as when ssh lost its connection'))
    .addOption(new Option('--trigger <what>', `save a recording when it happens (again for more): ${triggerHelp}`).argParser(listed))
    .addOption(new Option('--before <time>', 'of a recording, before what fires the trigger, by its own time').argParser(parseSeconds).default(60, '60s'))
    .addOption(new Option('--after <time>', 'of a recording, after it').argParser(parseSeconds).default(30, '30s'))
    .addOption(new Option('-o, --out <folder>', 'where recordings go; without a trigger what is kept at the end'))
    .addOption(new Option('--most <number>', 'most recordings that triggers make').argParser(parseCount).default(100))
    .addOption(new Option('--keep <time>', 'what is kept and shown').argParser(parseSeconds).default(300, '5m'))
    .addOption(new Option('--memory <size>', 'most that is kept').argParser(parseMegabytes).default(256, '256MB'))
    .addOption(new Option('--for <time>', 'end after so long').argParser(parseSeconds))
    .action(async (options) => setExitCode(await live(options)));
  program
    .command('doctor')
    .description('say what a live capture may do on this machine, and the commands that enable the rest')
    .action(async () => setExitCode(await doctor()));
  program
    .command('decode')
    .description('print one frame of a capture field by field: SCTP chunks, Diameter AVPs')
    .argument('<frame>', 'its number, as the verdict and Wireshark count', parseFrame)
    .argument('<file>', 'the capture')
    .addOption(new Option('-d, --dictionary <files...>', 'Diameter dictionaries of yours: Wireshark XML, Erlang .dia'))
    .addOption(outOption)
    .action(async (frame: number, file: string, options) => setExitCode(await decode(frame, file, options)));
  return program;
}

async function main(): Promise<number> {
  if (await readForMain()) return 0;
  endQuietlyOnBrokenPipe();
  let exitCode = 0;
  const program = createProgram((code) => (exitCode = code));
  if (process.argv.length <= 2) {
    program.outputHelp();
    return 0;
  }
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : UNUSABLE;
    if (error instanceof Refusal) {
      process.stderr.write(`${error.message}\n`);
      return UNUSABLE;
    }
    if (process.env.STALLSCOPE_DEBUG) throw error;
    process.stderr.write(`This is a mistake of Stallscope, not of your files: ${String(error)}\nSTALLSCOPE_DEBUG=1 shows where; please report it.\n`);
    return MISTAKE;
  }
  return exitCode;
}

void main().then((code) => (process.exitCode = code));
