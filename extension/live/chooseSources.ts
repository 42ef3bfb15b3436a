/** Asks where packets, calls and states come from: associations, interfaces and namespaces of this machine, programs of the user's settings, growing files. */
import { networkInterfaces } from 'node:os';
import * as vscode from 'vscode';
import { namespaceTitle, namespaceWords } from '../../cli/live/hostWords.ts';
import { associationCommands, kernelAssociations, namespaceSources, startable, tracedSends, type LocalSource, type RootDoor } from '../../cli/live/localSources.ts';
import { networkNamespaces, type NetworkNamespace, type Probe } from '../../native/index.ts';
import { plainWords } from '../plainWords.ts';
import type { LiveSourceTask } from './liveTask.ts';
import { offerLines, tasksOf } from './rootLines.ts';

/** What a choice leads to instead of being a source itself. */
type Lead = 'files' | 'settings' | 'check';

export interface SourceChoice extends vscode.QuickPickItem {
  readonly sources?: readonly LiveSourceTask[];
  /** Made when it has been chosen: pipes for what root feeds. */
  readonly local?: (door: RootDoor) => Promise<readonly LocalSource[]>;
  readonly leads?: Lead;
}

const heading = (label: string): SourceChoice => ({ label, kind: vscode.QuickPickItemKind.Separator });
const under = (label: string, choices: readonly SourceChoice[]): readonly SourceChoice[] => (choices.length === 0 ? [] : [heading(label), ...choices]);

async function associationChoices(probe: Probe): Promise<SourceChoice[]> {
  const associations = await kernelAssociations(probe);
  return associations.map((one): SourceChoice => ({
    label: `${one.local} → ${one.peer}`,
    description: [one.process, one.state].filter((text) => text !== '').join(', '),
    detail: vscode.l10n.t('Its packets, also when it is set up again, and what the kernel says of it'),
    sources: associationCommands(probe, one),
  }));
}

async function machineChoices(probe: Probe): Promise<SourceChoice[]> {
  const packets = (name: string, detail: string, choice: string): SourceChoice => {
    const command = startable(probe.captureCommand({ interface: choice }));
    return 'words' in command
      ? { label: name, detail, sources: [{ name: choice === 'any' ? 'packets' : choice, command: command.words }] }
      : { label: name, detail: command.missing, leads: 'check' };
  };
  const all = packets(vscode.l10n.t('Packets of this machine'), vscode.l10n.t('SCTP on all interfaces'), 'any');
  if (all.leads) return [all];
  const state = startable(probe.stateCommand());
  return [
    all,
    ...Object.keys(networkInterfaces()).map((name) => packets(vscode.l10n.t('Packets of {0}', name), vscode.l10n.t('SCTP on this interface'), name)),
    ...('words' in state ? [{ label: vscode.l10n.t('Kernel state of associations'), detail: vscode.l10n.t('Windows and send buffers, without any privilege'), sources: [{ name: 'states', command: state.words }] }] : []),
    ...(await refusedSendsChoice(probe)),
  ];
}

/** Where the kernel lets nobody trace them there is nothing to choose; the check says why. */
async function refusedSendsChoice(probe: Probe): Promise<SourceChoice[]> {
  const says = await probe.checkTracer();
  if ('missing' in says && !says.needsRoot) return [];
  const detail = 'missing' in says ? vscode.l10n.t('Without strace; root alone may start the tracer, by a line in a terminal')
    : says.source === 'fexit' ? vscode.l10n.t('Without strace, in the kernel: with their headers and the state at that moment') : vscode.l10n.t('Without strace, by the results of system calls');
  return [{ label: vscode.l10n.t('Refused sends of this machine'), detail, local: (door) => tracedSends(probe, [], door) }];
}

function namespaceChoice(probe: Probe, one: NetworkNamespace): SourceChoice {
  return {
    label: plainWords(namespaceTitle(one)),
    description: plainWords(namespaceWords(one)),
    detail: vscode.l10n.t('Its packets and kernel state; where root alone may enter, by lines in a terminal'),
    local: (door) => namespaceSources(probe, one, {}, door),
  };
}

/** `configured`: of the user's own settings. */
export async function sourceChoices(probe: Probe, configured: readonly LiveSourceTask[]): Promise<readonly SourceChoice[]> {
  const [associations, machine] = await Promise.all([associationChoices(probe), machineChoices(probe)]);
  return [
    ...under(vscode.l10n.t('Associations of this machine'), associations),
    ...under(vscode.l10n.t('This machine'), machine),
    ...under(vscode.l10n.t('Other network namespaces'), networkNamespaces().map((one) => namespaceChoice(probe, one))),
    heading(vscode.l10n.t('Your own programs')),
    ...configured.map((source): SourceChoice => ({ label: source.name, detail: source.command?.join(' ') ?? '', sources: [source] })),
    { label: vscode.l10n.t('$(gear) Set up sources…'), detail: vscode.l10n.t('Programs whose output is a capture: tcpdump, dumpcap, ssh, docker exec, kubectl exec'), leads: 'settings' },
    heading(vscode.l10n.t('Files')),
    { label: vscode.l10n.t('$(file) Follow files that are being written…'), detail: vscode.l10n.t('A capture, an strace log, or both'), leads: 'files' },
  ];
}

/** Of all that was ticked; sources that two choices share come once. */
export function sourcesOf(picked: readonly SourceChoice[]): readonly LiveSourceTask[] {
  const sources = new Map<string, LiveSourceTask>();
  for (const source of picked.flatMap((choice) => choice.sources ?? [])) {
    const key = JSON.stringify(source.command ?? source.follow);
    if (!sources.has(key)) sources.set(key, source);
  }
  return [...sources.values()];
}

/** Undefined when the user thought better of it, or was led elsewhere. */
export async function chooseSources(probe: Probe, configured: readonly LiveSourceTask[], door: RootDoor): Promise<readonly LiveSourceTask[] | undefined> {
  const picked = await vscode.window.showQuickPick(sourceChoices(probe, configured), {
    canPickMany: true, matchOnDetail: true, matchOnDescription: true, title: vscode.l10n.t('Where do packets and calls come from?'),
  });
  const leads = new Set(picked?.map((choice) => choice.leads));
  if (leads.has('check')) await vscode.commands.executeCommand('stallscope.live.check');
  if (leads.has('settings')) await vscode.commands.executeCommand('workbench.action.openSettings', 'stallscope.live.sources');
  if (!picked || leads.has('check') || leads.has('settings')) return undefined;
  const files = leads.has('files') ? await vscode.window.showOpenDialog({ canSelectMany: true, openLabel: vscode.l10n.t('Follow') }) : [];
  const local: LocalSource[] = [];
  for (const choice of picked) local.push(...((await choice.local?.(door)) ?? []));
  const sources = [...sourcesOf(picked), ...tasksOf(local), ...(files ?? []).map(({ fsPath }) => ({ name: vscode.workspace.asRelativePath(fsPath), follow: fsPath }))];
  offerLines(local);
  return sources.length > 0 ? sources : undefined;
}
