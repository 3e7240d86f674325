// What a front end may send at all, whatever the transport: calls, and nothing else.

import type { RpcMessage } from '../../app/contract/rpc.ts';

export type Call = Extract<RpcMessage, { kind: 'call' }>;

/** The call in a received value, copied field by field; null where it is none. */
export function asCall(value: unknown): Call | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, id, method, request } = value as Partial<Call>;
  if (kind !== 'call' || typeof method !== 'string') return null;
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return null;
  return { kind, id, method, request };
}
