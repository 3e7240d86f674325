// Who has been let in: a launch token that works once, and the cookie that it is exchanged for.
// Knows no request beyond the two strings. Cookies ignore ports, so the port stands in the cookie's name.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** As long as a person may leave a tab open; the secret dies with the server anyway. */
const cookieSeconds = 30 * 24 * 3600;

/** The access of one running server. */
export class Session {
  readonly #cookieName: string;
  readonly #secret = newToken();
  #launchToken: string | null = newToken();
  #spentToken: string | null = null;

  constructor(port: number) {
    this.#cookieName = `charloom_${port}`;
  }

  /** The token for the next address to open; made anew once the last was spent. */
  get launchToken(): string {
    this.#launchToken ??= newToken();
    return this.#launchToken;
  }

  /** Exchanges the launch token for a Set-Cookie value; null if it is not the one, or not any more. */
  redeem(token: string): string | null {
    if (this.#launchToken === null || !isSame(token, this.#launchToken)) return null;
    this.#spentToken = this.#launchToken;
    this.#launchToken = null;
    return (
      `${this.#cookieName}=${this.#secret}; HttpOnly; SameSite=Strict; Path=/; ` +
      `Max-Age=${cookieSeconds}`
    );
  }

  /** Whether this token was good once: a person who opens the address a second time. */
  wasSpent(token: string): boolean {
    return this.#spentToken !== null && isSame(token, this.#spentToken);
  }

  /** Whether a Cookie header holds the secret. */
  isKnown(cookieHeader: string | undefined): boolean {
    const values = (cookieHeader ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${this.#cookieName}=`))
      .map((pair) => pair.slice(this.#cookieName.length + 1));
    return values.length === 1 && isSame(values[0] ?? '', this.#secret);
  }
}

/** 256 random bits. */
function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in the same time wherever the difference is; hashing first makes the lengths equal. */
function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
