/** The page around the timeline's script: nothing runs, loads or connects but what ships in dist/. Nothing of a recording stands in it. */
import { randomBytes } from 'node:crypto';

export interface WebviewPage {
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** URI of a file of dist/ as the webview may load it. */
  readonly asset: (name: string) => string;
  readonly language: string;
  readonly title: string;
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export function webviewHtml({ cspSource, asset, language, title }: WebviewPage): string {
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
<script nonce="${nonce}" src="${escape(asset('timeline.js'))}"></script>
</body>
</html>
`;
}
