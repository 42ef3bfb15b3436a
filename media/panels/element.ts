/** Elements of the screen, made without markup: what a recording says becomes text and attributes, never HTML. */

type Value = string | number | boolean | undefined;

/** `class`, `role`, `aria-…`, `data-…`. true: present and empty; false and undefined: absent. */
export type Attributes = Readonly<Record<string, Value>>;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  for (const child of children) if (child !== undefined) made.append(child);
  return made;
}

export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A codicon; words for it stand on the element around it. */
export function icon(name: string): HTMLElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** A button of text, of an icon, or of both. `label` is what a screen reader says where the text alone is not enough. */
export function button(
  { text, iconName, label, kind = 'plain', title }: {
    readonly text?: string; readonly iconName?: string; readonly label?: string; readonly kind?: 'plain' | 'icon' | 'go'; readonly title?: string;
  },
  pressed: (event: MouseEvent) => void,
): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', class: `press ${kind}`, 'aria-label': label ?? (text === undefined ? title : undefined), title: title ?? (text === undefined ? label : undefined), role: kind === 'go' ? 'link' : undefined },
    iconName === undefined ? undefined : icon(iconName), text,
  );
  made.addEventListener('click', pressed);
  return made;
}
