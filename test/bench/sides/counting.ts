// Our side of the counting row: one count in a process of its own, whose memory nothing else takes.

import { countBaseline, type CountingJob } from '../../../app/corpus/counting/baseline.ts';
import { answerRequests } from '../side-process.ts';

/** Answers a job with what it gives and the most memory that the process has taken. */
export function playCounting(): Promise<void> {
  return answerRequests(async (job) => {
    const baseline = countBaseline(job as unknown as CountingJob);
    return { baseline, peakBytes: process.resourceUsage().maxRSS * 1024 };
  });
}
