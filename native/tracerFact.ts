/** What the tracer of refused sends says of itself on this host, and in words: which of its two sources there is, or what it takes. */
import type { HostFact } from './hostFacts.ts';
import type { HostObservation } from './hostObservation.ts';
import type { ProgramSaid } from './program.ts';
import { quoted, reasonOf } from './words.ts';

/** Where the tracer gets its knowledge from; or why it may not be started by this user, and whether root may. */
export type TracerSays = { readonly source: 'fexit' | 'sys_exit'; readonly without: string } | { readonly missing: string; readonly needsRoot: boolean };

/** Of its --check. */
const NOT_ALLOWED = 3;

/** `without`: why the better source is not to be had; empty where it is. */
export function tracerSays({ code, output, errors }: ProgramSaid, root: boolean): TracerSays {
  if (code === 0) return { source: output === 'fexit' ? 'fexit' : 'sys_exit', without: reasonOf(errors).replace(/: results of system calls are watched instead.*/, '') };
  return { missing: reasonOf(errors) || 'the tracer could not be started', needsRoot: code === NOT_ALLOWED && !root };
}

export function tracerInstall(from: string, to: string): Pick<HostFact, 'command' | 'undo'> {
  return { command: `sudo install -D -o root -g root -m 0755 ${quoted(from)} ${quoted(to)}`, undo: `sudo rm ${quoted(to)}` };
}

export function refusedSends(host: HostObservation): HostFact {
  const id = 'refused-sends';
  const { installedTracer, ownTracer, tracerPath, root } = host;
  const said = (installedTracer ?? ownTracer)?.check;
  if (!said) return { id, state: 'missing', sentence: 'Refused sends: the program that traces them is not in this installation.' };
  if (!host.sctpLoaded) return { id, state: 'missing', sentence: 'Refused sends: no SCTP in the kernel, nothing to trace.' };
  const says = tracerSays(said, root);
  if ('source' in says) {
    if (says.source === 'fexit') return { id, state: 'works', sentence: 'Refused sends: traced in the kernel, with their headers and the state at that moment.' };
    return { id, state: 'limited', sentence: `Refused sends: traced by results of system calls, without headers${says.without === '' ? '' : `: ${says.without}`}.` };
  }
  if (!says.needsRoot) return { id, state: 'missing', sentence: `Refused sends: ${says.missing}.` };
  const how = host.vmlinuxBtf && host.sctpBtf ? 'in the kernel, with headers' : 'by system calls (no sctp BTF)';
  return {
    id, state: 'limited', sentence: `Refused sends: root traces them ${how}; live capture shows the line.`,
    // It runs from where it lies as well; there anybody of this user could change what root runs.
    ...(installedTracer || !ownTracer ? {} : tracerInstall(ownTracer.path, tracerPath)),
  };
}
