/** Text of a filter in, words and signs with their places out. Never fails: what is not understood is a token of its own. */

export type TokenKind =
  | 'word' // names, numbers, addresses, times
  | 'text' // "quoted"; `text` is without quotes
  | 'compare' // == != < <= > >= contains matches
  | 'in'
  | 'and' | 'or' | 'not'
  | 'open' | 'close' | 'openSet' | 'closeSet' | 'comma' | 'range'
  | 'unclosed' // a quote without its end
  | 'strange';

export interface Token {
  readonly kind: TokenKind;
  /** As it counts: `eq` is "==". */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const signs: Readonly<Record<string, readonly [TokenKind, string]>> = {
  '==': ['compare', '=='], '!=': ['compare', '!='], '<=': ['compare', '<='], '>=': ['compare', '>='], '&&': ['and', '&&'], '||': ['or', '||'],
  '..': ['range', '..'], '=': ['compare', '=='], '<': ['compare', '<'], '>': ['compare', '>'], '~': ['compare', 'matches'], '!': ['not', '!'],
  '(': ['open', '('], ')': ['close', ')'], '{': ['openSet', '{'], '}': ['closeSet', '}'], ',': ['comma', ','],
};

/** Wireshark's words for the signs. */
const words: Readonly<Record<string, readonly [TokenKind, string]>> = {
  and: ['and', '&&'], or: ['or', '||'], not: ['not', '!'], in: ['in', 'in'], eq: ['compare', '=='], ne: ['compare', '!='], lt: ['compare', '<'],
  le: ['compare', '<='], gt: ['compare', '>'], ge: ['compare', '>='], contains: ['compare', 'contains'], matches: ['compare', 'matches'],
};

const isBlank = (letter: string): boolean => letter === ' ' || letter === '\t' || letter === '\n' || letter === '\r';
const isOfWord = (letter: string): boolean => /[\p{L}\p{N}_.:/+*?-]/u.test(letter);

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBlank(text[at]!)) {
      at++;
      continue;
    }
    const token = quotedAt(text, at) ?? signAt(text, at) ?? wordAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function quotedAt(text: string, start: number): Token | undefined {
  if (text[start] !== '"') return undefined;
  let inside = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return { kind: 'text', text: inside, start, end: at + 1 };
    if (text[at] === '\\' && at + 1 < text.length) at++;
    inside += text[at];
  }
  return { kind: 'unclosed', text: inside, start, end: text.length };
}

function signAt(text: string, start: number): Token | undefined {
  for (const length of [2, 1]) {
    const sign = text.slice(start, start + length);
    if (sign.length === length && Object.hasOwn(signs, sign)) return { kind: signs[sign]![0], text: signs[sign]![1], start, end: start + length };
  }
  return undefined;
}

/** Up to a blank, a sign, or the `..` of a range. */
function wordAt(text: string, start: number): Token {
  let end = start;
  while (end < text.length && isOfWord(text[end]!) && !(text[end] === '.' && text[end + 1] === '.')) end++;
  if (end === start) return { kind: 'strange', text: text[start]!, start, end: start + 1 };
  const word = text.slice(start, end);
  const meaning = Object.hasOwn(words, word.toLowerCase()) ? words[word.toLowerCase()]! : (['word', word] as const);
  return { kind: meaning[0], text: meaning[1], start, end };
}
