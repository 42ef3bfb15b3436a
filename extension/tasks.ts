/** The command line as tasks, `"type": "stallscope"` in tasks.json; the matcher `$stallscope` brings its verdicts into Problems. */
import * as vscode from 'vscode';

interface Definition extends vscode.TaskDefinition {
  readonly command?: 'explain';
  /** Files and folders, relative to the workspace folder. */
  readonly files: readonly string[];
  readonly arguments?: readonly string[];
}

export const taskType = 'stallscope';

export class Tasks implements vscode.TaskProvider {
  readonly #program: string;

  /** `program`: path of dist/stallscope.mjs. */
  constructor(program: string) {
    this.#program = program;
  }

  /** One for each folder of the workspace, over all recordings in it. */
  provideTasks(): vscode.Task[] {
    return (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map((folder) => this.#task({ type: taskType, command: 'explain', files: ['.'] }, folder, vscode.l10n.t('explain the recordings in {0}', folder.name)));
  }

  resolveTask({ definition, scope, name }: vscode.Task): vscode.Task | undefined {
    const { files } = definition as unknown as Definition;
    if (!Array.isArray(files)) return undefined;
    return this.#task(definition as unknown as Definition, scope ?? vscode.TaskScope.Workspace, name);
  }

  #task(definition: Definition, scope: vscode.WorkspaceFolder | vscode.TaskScope, name: string): vscode.Task {
    const { command = 'explain', files, arguments: more = [] } = definition;
    // The Node that runs this extension runs the program: none need be installed.
    const execution = new vscode.ProcessExecution(process.execPath, [this.#program, command, '--format', 'problems', ...more, '--', ...files], {
      env: { ELECTRON_RUN_AS_NODE: '1' },
    });
    const task = new vscode.Task(definition, scope, name, 'stallscope', execution, '$stallscope');
    task.group = vscode.TaskGroup.Test;
    return task;
  }
}
