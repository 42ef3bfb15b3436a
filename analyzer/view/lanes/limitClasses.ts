/** How each send limit is called and drawn. */
import type { Limit } from '../../diagnose/limits.ts';
import type { ClassInfo } from '../protocol.ts';

export const limitClasses: Readonly<Record<Limit, Pick<ClassInfo, 'name' | 'role' | 'shape'>>> = {
  idle: { name: 'idle', role: 'idle', shape: 'outline' },
  flowing: { name: 'flowing', role: 'flowing', shape: 'bar' },
  'peer-receive-window': { name: 'peer window', role: 'peerWindow', shape: 'bar' },
  'congestion-window': { name: 'congestion window', role: 'congestion', shape: 'bar' },
  'path-failure': { name: 'path silent', role: 'path', shape: 'hatched' },
  'nagle-delayed-sack': { name: 'Nagle', role: 'nagle', shape: 'bar' },
};
