/** Says to a screen reader what the eye sees happen elsewhere. */
import { element } from './element.ts';

let region: HTMLElement | undefined;

export function announce(text: string): void {
  if (!region) {
    region = element('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
    document.body.append(region);
  }
  region.textContent = text;
}
