/** The parts of `vscode` that are values and need no editor: words, untranslated, and what items of a list are. */
export const l10n = {
  t: (text: string, ...values: readonly unknown[]): string => text.replace(/\{(\d+)\}/g, (_, i: string) => String(values[Number(i)])),
};

// eslint-disable-next-line @typescript-eslint/naming-convention
export const QuickPickItemKind = { Separator: -1, Default: 0 };
