/** A tree view over the active trace: Branches in, tree items out. */
import * as vscode from 'vscode';
import type { Card } from '../../analyzer/view/protocol.ts';
import type { Branch } from '../branch.ts';
import type { OpenTrace } from '../trace.ts';
import type { Traces } from '../traces.ts';

/** The internal command behind a click. */
export const showTarget = 'stallscope.showTarget';

const colours: Readonly<Record<Card['tone'], string | undefined>> = {
  alarm: 'problemsErrorIcon.foreground', warning: 'problemsWarningIcon.foreground', good: 'testing.iconPassed', neutral: undefined,
};

function treeItem(branch: Branch): vscode.TreeItem {
  const { label, description, tooltip, icon, tone = 'neutral', target, file, children, isOpen } = branch;
  const isLeaf = children === undefined || (Array.isArray(children) && children.length === 0);
  const state = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, isLeaf ? state.None : isOpen ? state.Expanded : state.Collapsed);
  if (description !== undefined) item.description = description;
  // As plain text: what stands in it comes from the recording.
  item.tooltip = tooltip ?? label;
  item.accessibilityInformation = { label: [label, description, tooltip].filter((part) => part !== undefined && part !== '').join(', ') };
  const colour = colours[tone];
  if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
  if (target) item.command = { command: showTarget, title: '', arguments: [target] };
  if (file !== undefined) item.contextValue = 'input';
  return item;
}

export class TraceView implements vscode.TreeDataProvider<Branch>, vscode.Disposable {
  readonly #traces: Traces;
  readonly #branches: (trace: OpenTrace) => readonly Branch[];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  /** What the tree was built from. */
  #shown: readonly unknown[] = [];

  /** `extra`: what else of the view follows the trace, such as its message and badge. */
  constructor(id: string, traces: Traces, branches: (trace: OpenTrace) => readonly Branch[], extra: (view: vscode.TreeView<Branch>, trace: OpenTrace | undefined) => void = () => {}) {
    this.#traces = traces;
    this.#branches = branches;
    const view = vscode.window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true });
    const update = (): void => {
      extra(view, traces.active);
      // Progress comes many times a second; the tree changes with the overview only.
      const { active } = traces;
      const shown = [active, active?.overview, active?.failure, active?.trouble, active?.said];
      if (this.#shown.length > 0 && shown.every((part, i) => part === this.#shown[i])) return;
      this.#shown = shown;
      this.#changed.fire();
    };
    this.#subscriptions = [view, traces.onDidChange(update), this.#changed];
    update();
  }

  getTreeItem(branch: Branch): vscode.TreeItem {
    return treeItem(branch);
  }

  async getChildren(branch?: Branch): Promise<Branch[]> {
    if (!branch) return this.#traces.active ? [...this.#branches(this.#traces.active)] : [];
    const { children } = branch;
    return [...(typeof children === 'function' ? await children() : (children ?? []))];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
