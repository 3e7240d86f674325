// The one origin that the window's page has, and who counts as that page.

/** Scheme and host of the page; a standard scheme gives it a real origin, with storage and a policy of its own. */
export const pageScheme = 'app';
export const pageHost = 'charloom';
export const pageAddress = `${pageScheme}://${pageHost}/`;

/** As much of an Electron frame as its judgement needs. */
interface Frame {
  readonly url: string;
}

/** As much of an Electron IPC event as its judgement needs. */
export interface SenderEvent {
  readonly senderFrame: Frame | null;
  readonly sender: { readonly mainFrame: Frame };
}

/** Whether an address lies within our own page's origin. */
export function isOwnPage(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${pageScheme}:` && host === pageHost;
  } catch {
    return false;
  }
}

/** Says what is wrong with the sender of a message; null where it is the main frame of our own page. */
export function findSenderFault(event: SenderEvent): string | null {
  const frame = event.senderFrame;
  if (frame === null) return 'its frame is gone';
  if (frame !== event.sender.mainFrame) return 'it is not the main frame';
  return isOwnPage(frame.url) ? null : `its page is ${frame.url}`;
}
