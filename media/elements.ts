/** Small elements of the screen, made in one way: a button with an icon of VS Code, a text. Texts are data, never markup. */
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';

export function text(className: string, content: string, tag = 'span'): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = content;
  return element;
}

export const fileName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;

export function icon(name: string): HTMLElement {
  const element = document.createElement('span');
  element.className = `codicon codicon-${name}`;
  element.setAttribute('aria-hidden', 'true');
  return element;
}

/** A button that shows an icon and says `label`. */
export function iconButton(name: string, label: string, pressed: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.className = 'icon-button';
  button.type = 'button';
  button.title = label;
  button.setAttribute('aria-label', label);
  button.append(icon(name));
  button.addEventListener('click', pressed);
  return button;
}
