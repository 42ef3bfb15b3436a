/** The steps of a transaction as bars on one scale; derived steps are hatched. A step selects the row it comes from. */
import { formatDuration } from '../../analyzer/trace/time.ts';
import type { Phase } from '../../analyzer/view/protocol.ts';
import type { Screen } from '../screen.ts';
import { element } from './element.ts';
import { selectRef } from './selectRef.ts';
import { t } from '../words.ts';

export function waterfallView(screen: Screen, phases: readonly Phase[]): HTMLElement {
  const start = phases[0]!.start;
  const end = Math.max(...phases.map((phase) => phase.end));
  const steps = phases.map((phase) => {
    const bar = element('span', { class: `bar${phase.derived ? ' derived' : ''}`, 'data-role': phase.role });
    bar.style.insetInlineStart = `${((phase.start - start) / (end - start)) * 100}%`;
    bar.style.inlineSize = `max(2px, ${((phase.end - phase.start) / (end - start)) * 100}%)`;
    const made = element(
      'button', { type: 'button', class: 'step', disabled: phase.ref === undefined },
      element('span', { class: 'name' }, phase.name), phase.derived ? element('span', { class: 'spoken' }, ` (${t('derived')})`) : undefined,
      element('span', { class: 'track', 'aria-hidden': 'true' }, bar), element('span', { class: 'figure' }, formatDuration(phase.end - phase.start)),
    );
    made.addEventListener('click', () => {
      if (phase.ref) void selectRef(screen, phase.ref);
    });
    return element('li', {}, made);
  });
  const hatched = phases.some(({ derived }) => derived);
  const all = formatDuration(end - start);
  return element(
    'div', { class: 'waterfall' }, element('ol', {}, ...steps),
    element('p', { class: 'note' }, hatched ? t('{0} in all; hatched: between a call and a packet, as good as the fit of their clocks', all) : t('{0} in all', all)),
  );
}
