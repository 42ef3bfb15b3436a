/** "10.0.0.2:3868", "[fd00::2]:3868": the first address of an endpoint, for sentences. */
import type { Association } from '../trace/association.ts';

export function endpointText(association: Association, side: 0 | 1): string {
  const { addresses, port } = association.endpoints[side];
  const address = addresses[0] ?? '?';
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
