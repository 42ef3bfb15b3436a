/** The TextMate grammar of strace logs, run as the editor runs it: lines in, tokens with their scopes out. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

export interface Token {
  readonly text: string;
  /** From the outermost to the innermost, without the scope of the whole file. */
  readonly scopes: readonly string[];
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const GRAMMAR = `${root}syntaxes/strace.tmLanguage.json`;

export async function loadGrammar(): Promise<(line: string) => Token[]> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(new Uint8Array(wasm).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(GRAMMAR, 'utf8'), GRAMMAR),
  });
  const grammar = (await registry.loadGrammar('source.strace'))!;
  return (line) => {
    // No rule lasts beyond its line: each line is read as if it were the first.
    const { tokens, ruleStack } = grammar.tokenizeLine(line, textmate.INITIAL);
    if (ruleStack.depth > 1 && !grammar.tokenizeLine('', ruleStack).ruleStack.equals(textmate.INITIAL)) throw new Error(`a rule goes on after: ${line}`);
    return tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes: scopes.slice(1) }));
  };
}
