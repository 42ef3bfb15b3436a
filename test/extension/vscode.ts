/** The part of `vscode` that is a value and needs no editor: words, untranslated. */
export const l10n = {
  t: (text: string, ...values: readonly unknown[]): string => text.replace(/\{(\d+)\}/g, (_, i: string) => String(values[Number(i)])),
};
