/** The page around the timeline's script: nothing runs, loads or connects but what ships in dist/. Nothing of a recording stands in it. */
import { randomBytes } from 'node:crypto';

/** By English text: what stands for it in the display language. */
export type Words = Readonly<Record<string, string>>;

export interface WebviewPage {
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** URI of a file of dist/ as the webview may load it. */
  readonly asset: (name: string) => string;
  readonly language: string;
  readonly title: string;
  /** `vscode.l10n.bundle`: undefined where the words stay English. */
  readonly words?: Words | undefined;
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** Data that media/words.ts reads: no script, and no end tag can stand in it. */
export const wordsBlock = (words: Words): string => `<script type="application/json" id="words">${JSON.stringify(words).replaceAll('<', String.raw`\u003c`)}</script>`;

export function webviewHtml({ cspSource, asset, language, title, words }: WebviewPage): string {
  const nonce = randomBytes(18).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}; font-src ${cspSource}; img-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${escape(asset('codicon.css'))}">
<link rel="stylesheet" href="${escape(asset('timeline.css'))}">
<title>${escape(title)}</title>
</head>
<body>
${words ? `${wordsBlock(words)}\n` : ''}<script nonce="${nonce}" src="${escape(asset('timeline.js'))}"></script>
</body>
</html>
`;
}
