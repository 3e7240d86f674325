// Sizes in messages, from megabytes as errors' details hold them. Knows neither where sizes arise nor any sentence.

/** From here on a size is told in the next unit. */
const megabytesPerGigabyte = 1024;

/**
 * A size as people say it: 512 MB, 142.9 GB. What is needed is rounded up and what there is down, so that the one
 * never reads as if it fitted into the other.
 */
export function megabytesInWords(megabytes: number, kind: 'needed' | 'available'): string {
  const round = kind === 'needed' ? Math.ceil : Math.floor;
  if (megabytes < megabytesPerGigabyte) return `${round(megabytes)} MB`;
  return `${round((10 * megabytes) / megabytesPerGigabyte) / 10} GB`;
}
