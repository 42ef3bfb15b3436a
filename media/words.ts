/**
 * The words of the screen in the reader's language. In: the table that the host puts into the page, by English text. What a recording or the
 * analyzer says is no word of the screen and stays as it is; so does all where there is no table, as in English and in the static report.
 */
const table = (typeof document === 'undefined' ? {} : JSON.parse(document.querySelector('script#words')?.textContent ?? '{}')) as Readonly<Record<string, string | undefined>>;

/** `text` in single quotes, so that it is found for l10n/bundle.l10n.json; {0}, {1}, … stand for `values`. */
export function t(text: string, ...values: readonly (string | number)[]): string {
  return (table[text] ?? text).replaceAll(/\{(\d+)\}/g, (whole, number) => String(values[Number(number)] ?? whole));
}
