// The processes of this machine, as Linux tells of them in /proc.
import { readFileSync, readdirSync } from 'node:fs';

export interface RunningProcess {
  id: number;
  parent: number;
  command: string;
  /** Whether native TensorFlow is mapped into it. */
  hasTensorflow: boolean;
}

/** A process and all that it started, directly and through others. */
export function familyOf(id: number): RunningProcess[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => describe(Number(name)));
  const family = all.filter((each) => each.id === id);
  for (const member of family) {
    family.push(...all.filter((each) => each.parent === member.id));
  }
  return family;
}

function describe(id: number): RunningProcess[] {
  try {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    return [
      {
        id,
        parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
        command: readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' '),
        hasTensorflow: readFileSync(`/proc/${id}/maps`, 'utf8').includes('libtensorflow'),
      },
    ];
  } catch {
    // Gone since the folder was read.
    return [];
  }
}
