/** The tables in the plural, as they are chosen and counted. */
import type { SelectableTable } from '../../analyzer/view/protocol.ts';
import { t } from '../words.ts';

export const tableNames: Readonly<Record<SelectableTable, string>> = {
  stalls: t('stalls'), limits: t('send limits'), calls: t('calls'), transfers: t('sent and received'), packets: t('packets'), dataChunks: t('DATA chunks'), sacks: t('SACKs'),
  controlChunks: t('control chunks'), messages: t('messages'), transactions: t('transactions'), states: t('kernel states'),
};
