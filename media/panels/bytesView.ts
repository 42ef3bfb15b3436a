/** One decoded piece of bytes: its fields as a tree beside its bytes in hex. What is looked at in one lights up in the other. */
import type { DecodedBytes, Field } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';
import { announce } from './announce.ts';
import { element } from './element.ts';
import { fieldAt, fieldOf } from './fieldAt.ts';
import { createFieldTree } from './fieldTree.ts';
import { createHexView } from './hexView.ts';
import { copyButton } from './copyButton.ts';
import { createLineView } from './lineView.ts';
import { t } from '../words.ts';

/** 16 bytes a line need so many pixels. */
const WIDE = 545;

export const bytesALine = (panelWidth: number): 8 | 16 => (panelWidth >= WIDE ? 16 : 8);

export function bytesView(screen: Screen, { title, data, fields, focus }: DecodedBytes, width: 8 | 16): HTMLElement {
  let chosen: Field | undefined;
  const label = t('bytes of {0}', title);
  const pick = (at: number): void => {
    const field = fieldAt(fields, at);
    if (field) tree.show(field);
  };
  const hex = data.length === 0 ? undefined : (createLineView(data, label, pick) ?? createHexView(data, label, pick, width));
  const value = copyButton(screen, t('Copy value'), () => chosen?.value, { short: true, title: t('Copy value (c)') });
  const filter = copyButton(screen, t('Copy display filter'), () => chosen?.filter, { iconName: 'filter', short: true, title: t('Copy as Wireshark filter (f)') });
  const enable = (): void => {
    value.disabled = chosen === undefined;
    filter.disabled = chosen?.filter === undefined;
  };
  const tree = createFieldTree({
    label: t('fields of {0}', title),
    fields,
    opened: focus && fieldOf(fields, focus.start, focus.end),
    looked: (field) => hex?.mark('looked', field?.start, field?.end),
    selected: (field) => {
      chosen = field;
      enable();
      hex?.mark('selected', field.start, field.end);
    },
    copy: (text, done) => void screen.editor.request('copy', { text }).then((copied) => copied && announce(done), () => false),
  });
  enable();
  return element(
    'section', { class: 'bytes-of' }, element('div', { class: 'heading' }, element('h3', {}, title), element('span', { class: 'tools' }, value, filter)),
    tree.element, hex?.element,
  );
}
