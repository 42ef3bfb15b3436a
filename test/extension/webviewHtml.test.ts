/** The page of the webview lets nothing run, load or connect but what ships with the extension. */
import { expect, test } from 'vitest';
import { webviewHtml, type Words } from '../../extension/webviewHtml.ts';

const page = (title = 'capture.pcap', words?: Words): string => webviewHtml({ cspSource: 'https://webview.example', asset: (name) => `https://webview.example/dist/${name}`, language: 'de', title, words });

function policyOf(html: string): Map<string, string> {
  const content = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!.replaceAll('&#39;', "'");
  return new Map(content.split('; ').map((directive) => [directive.split(' ')[0]!, directive.slice(directive.indexOf(' ') + 1)]));
}

test('everything is forbidden but scripts with the nonce and files of the extension', () => {
  const html = page();
  const policy = policyOf(html);
  expect(policy.get('default-src')).toBe("'none'");
  const nonce = /script-src 'nonce-([^']+)'/.exec([...policy].map((pair) => pair.join(' ')).join('; '))![1]!;
  expect([...html.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes)).toEqual([` nonce="${nonce}" src="https://webview.example/dist/timeline.js"`]);
  expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|data:/);
  expect(policy.has('connect-src')).toBe(false);
  expect(html).not.toMatch(/ style=| on\w+=/);
});

test('each page has a nonce of its own', () => {
  const nonces = new Set([page(), page(), page()].map((html) => /nonce="([^"]+)"/.exec(html)![1]));
  expect(nonces.size).toBe(3);
  for (const nonce of nonces) expect(nonce!.length).toBeGreaterThanOrEqual(22);
});

test('the name of a file is text', () => {
  const html = page('</title><script>alert(1)</script>"\'&');
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain('<title>&#60;/title&#62;&#60;script&#62;');
});

test('the words of the display language are data, and none of them ends it', () => {
  const words = { 'no stall': 'kein Stillstand', All: '</script><script>alert(1)</script><!--' };
  const html = page('capture.pcap', words);
  const [block, script] = [...html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)];
  expect(block![1]).toBe(' type="application/json" id="words"');
  expect(JSON.parse(block![2]!)).toEqual(words);
  expect(script![1]).toMatch(/^ nonce="[^"]+" src="[^"]+"$/);
  expect(html.match(/<script|<!--/g)).toHaveLength(2);
  expect(page()).not.toContain('id="words"');
});
