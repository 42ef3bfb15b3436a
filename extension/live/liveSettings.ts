/** The settings of live captures. A workspace must not bring programs along: only what the user has set up for this machine counts. */
import type { LiveSourceTask } from './liveTask.ts';

/** vscode.WorkspaceConfiguration, as far as it is asked. */
export interface Configuration {
  get<T>(name: string): T | undefined;
  inspect(name: string): { readonly globalValue?: unknown; readonly defaultValue?: unknown } | undefined;
}

export interface LiveSettings {
  readonly sources: readonly LiveSourceTask[];
  readonly seconds: number;
  readonly bytes: number;
}

const MEGABYTE = 1e6;

export function liveSettings(configuration: Configuration): LiveSettings {
  const inspected = configuration.inspect('sources');
  const named = inspected?.globalValue ?? inspected?.defaultValue;
  return {
    sources: (Array.isArray(named) ? named : []).flatMap((one: unknown): LiveSourceTask[] => {
      const { name, command } = (one ?? {}) as { name?: unknown; command?: unknown };
      const isCommand = Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === 'string');
      return typeof name === 'string' && isCommand ? [{ name, command: command as readonly string[] }] : [];
    }),
    seconds: configuration.get<number>('keepSeconds') ?? 300,
    bytes: (configuration.get<number>('keepMegabytes') ?? 256) * MEGABYTE,
  };
}
