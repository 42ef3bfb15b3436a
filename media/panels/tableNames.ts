/** The tables in the plural, as they are chosen and counted. */
import type { SelectableTable } from '../../analyzer/view/protocol.ts';

export const tableNames: Readonly<Record<SelectableTable, string>> = {
  stalls: 'stalls', limits: 'send limits', calls: 'calls', transfers: 'sent and received', packets: 'packets', dataChunks: 'DATA chunks', sacks: 'SACKs',
  controlChunks: 'control chunks', messages: 'messages', transactions: 'transactions', states: 'kernel states',
};
