// What main takes for granted of Node and Node 12 lacks: today's language library, and three globals.
// @ts-expect-error -- it has no types, and exports nothing
import 'core-js/stable';
import { performance as clock } from 'node:perf_hooks';

class OldResponse {
  readonly status: number;
  readonly headers: [string, string][];
  readonly #body: Buffer;

  constructor(
    body: Buffer | string,
    { status, headers = {} }: { status: number; headers?: Record<string, string> },
  ) {
    this.status = status;
    this.headers = Object.entries(headers);
    this.#body = Buffer.from(body as string);
  }

  arrayBuffer(): Promise<Buffer> {
    return Promise.resolve(this.#body);
  }
}

Object.assign(globalThis, { Response: OldResponse, performance: clock });
