// What is wrong with a file, in a few words; whoever knows the file's name makes an EngineError of it.

/** Thrown by the readers of this folder. */
export class FormatError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'FormatError';
  }
}
