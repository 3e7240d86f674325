// Writes WebAssembly modules (core specification 2.0, with SIMD) from expressions: the few instructions and
// sections that our kernels need. An expression is its own bytes, operands before the instruction.

/** The bytes of an instruction or of several in a row. */
export type Code = readonly number[];

/** A local variable or a parameter of a function. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

export type ValueType = keyof typeof valueTypes;

const valueTypes = { i32: 0x7f, f64: 0x7c, v128: 0x7b };

const bytes = (...codes: (Code | number)[]): Code => codes.flat();
const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
const binary = (instruction: Code) => (a: Code, b: Code) => bytes(a, b, instruction);

export const get = ({ index }: Local): Code => bytes(0x20, unsigned(index));
export const set = ({ index }: Local, value: Code): Code => bytes(value, 0x21, unsigned(index));
export const call = (index: number, ...operands: Code[]): Code =>
  bytes(...operands, 0x10, unsigned(index));

/** Repeats the body while the condition, an i32 looked at after it, is not zero. */
export const repeatWhile = (condition: Code, ...body: Code[]): Code =>
  bytes([0x03, 0x40], ...body, condition, [0x0d, 0x00], 0x0b);

export const i32 = {
  constant: (value: number): Code => bytes(0x41, signed(value)),
  add: binary([0x6a]),
  subtract: binary([0x6b]),
  isLess: binary([0x49]), // both taken as unsigned
  load: (address: Code): Code => bytes(address, 0x28, unsigned(0), unsigned(0)),
};

/** Loads 16 bytes; the offset is added to the address. */
export const load = (address: Code, offset = 0): Code =>
  bytes(address, simd(0x00), unsigned(0), unsigned(offset));
export const store = (address: Code, value: Code, offset = 0): Code =>
  bytes(address, value, simd(0x0b), unsigned(0), unsigned(offset));
/** Loads four uint16 as four int32. */
export const loadUint16 = (address: Code, offset = 0): Code =>
  bytes(address, simd(0x04), unsigned(0), unsigned(offset));
/** Loads 8 bytes into the lower half, the upper one zero. */
export const loadLowHalf = (address: Code, offset = 0): Code =>
  bytes(address, simd(0x5d), unsigned(0), unsigned(offset));
/** Stores the lower 8 of 16 bytes. */
export const storeLowHalf = (address: Code, value: Code, offset = 0): Code =>
  bytes(address, value, simd(0x5b), unsigned(0), unsigned(offset), 0);

/** Adds to a local variable that holds an address or a count. */
export const forward = (local: Local, by: number): Code =>
  set(local, i32.add(get(local), i32.constant(by)));

/** Picks four of the eight lanes of two vectors: 0–3 from the first, 4–7 from the second. */
export const pickLanes = (a: Code, b: Code, lanes: readonly number[]): Code =>
  bytes(
    a,
    b,
    simd(0x0d),
    lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
  );

/** Interleaves the lower or the upper 8 bytes of two vectors by units of 2 or 4 bytes. */
export const interleave = (a: Code, b: Code, unit: 2 | 4, half: 'low' | 'high'): Code => {
  const first = half === 'low' ? 0 : 8;
  const units = Array.from({ length: 8 / unit }, (_, index) => first + index * unit);
  const bytesFrom = (start: number) => Array.from({ length: unit }, (_, byte) => start + byte);
  return bytes(
    a,
    b,
    simd(0x0d),
    units.flatMap((start) => [...bytesFrom(start), ...bytesFrom(16 + start)]),
  );
};

/** A vector of one lane again and again. */
const filledWith = (lane: Float32Array | Float64Array | Int32Array): Code =>
  bytes(
    simd(0x0c),
    ...new Array<Code>(16 / lane.byteLength).fill([...new Uint8Array(lane.buffer)]),
  );

export const f32x4 = {
  constant: (value: number): Code => filledWith(Float32Array.of(value)),
  nearest: (value: Code): Code => bytes(value, simd(0x6a)),
  add: binary(simd(0xe4)),
  subtract: binary(simd(0xe5)),
  multiply: binary(simd(0xe6)),
  divide: binary(simd(0xe7)),
  minimum: binary(simd(0xe8)),
  maximum: binary(simd(0xe9)),
  /**
   * The second where it is less, or more, else the first, so also where one is not a number: one instruction, where
   * `minimum` and `maximum`, which tell -0 from 0, take about six.
   */
  quickMinimum: binary(simd(0xea)),
  quickMaximum: binary(simd(0xeb)),
  fromIntegers: (value: Code): Code => bytes(value, simd(0xfa)),
};

export const f64x2 = {
  splat: (value: Code): Code => bytes(value, simd(0x14)),
  constant: (value: number): Code => filledWith(Float64Array.of(value)),
  squareRoot: (value: Code): Code => bytes(value, simd(0xef)),
  add: binary(simd(0xf0)),
  subtract: binary(simd(0xf1)),
  multiply: binary(simd(0xf2)),
  divide: binary(simd(0xf3)),
  minimum: binary(simd(0xf4)),
  maximum: binary(simd(0xf5)),
  /** The lower two of four floats, or the upper two. */
  ofFloats: (value: Code, half: 'low' | 'high'): Code =>
    bytes(half === 'low' ? value : pickLanes(value, value, [2, 3, 2, 3]), simd(0x5f)),
  /** Two and two, rounded to four floats. */
  toFloats: (low: Code, high: Code): Code =>
    pickLanes(bytes(low, simd(0x5e)), bytes(high, simd(0x5e)), [0, 1, 4, 5]),
  /** Both added up, as an f64. */
  sum: (value: Code): Code => bytes(value, simd(0x21), 0, value, simd(0x21), 1, 0xa0),
};

export const i32x4 = {
  zero: bytes(simd(0x0c), new Array<number>(16).fill(0)),
  add: binary(simd(0xae)),
  /** Multiplies eight int16 by eight int16 and adds neighbours: four int32. */
  dotInt16: binary(simd(0xba)),
  fromFloats: (value: Code): Code => bytes(value, simd(0xf8)),
  /** Four uint16, of the lower or the upper half, as int32. */
  fromLowUint16: (value: Code): Code => bytes(value, simd(0xa9)),
  fromHighUint16: (value: Code): Code => bytes(value, simd(0xaa)),
  shiftLeft: (value: Code, bits: number): Code => bytes(value, i32.constant(bits), simd(0xab)),
  /** Zeros come in from the left. */
  shiftRight: (value: Code, bits: number): Code => bytes(value, i32.constant(bits), simd(0xad)),
  constant: (value: number): Code => filledWith(Int32Array.of(value)),
  /** Eight int16 of two vectors of four int32, cut off at int16's limits. */
  narrow: binary(simd(0x85)),
  /** The same of uint16. */
  narrowUnsigned: binary(simd(0x86)),
};

/** A function: its parameters' types, its result's and its locals' come with the body. */
export interface WasmFunction {
  parameters: ValueType[];
  result: ValueType | null;
  locals: ValueType[];
  body: Code;
  /** The name under which the module exports it. */
  name: string | null;
}

/** Numbers parameters and locals in the order in which they stand. */
export function numberLocals<const Names extends Record<string, ValueType>>(
  types: Names,
): { [Name in keyof Names]: Local } {
  const entries = Object.entries(types).map(([name, type], index) => [name, { index, type }]);
  return Object.fromEntries(entries) as { [Name in keyof Names]: Local };
}

/** Whose memory a module computes in: its own thread's alone, or one that threads share. */
export type MemoryKind = 'own' | 'shared';

/** The most 64 KiB pages that a memory of 32-bit addresses can have, which a shared one must say. */
const pagesAtMost = 65_536;

/** The binary of a module that imports its memory as `environment.memory` and exports named functions. */
export function assembleModule(
  functions: readonly WasmFunction[],
  kind: MemoryKind,
): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, result }) =>
    bytes(0x60, vector(parameters.map(typeCode)), vector(result ? [typeCode(result)] : [])),
  );
  const limits = kind === 'own' ? [0x00, 0x00] : bytes(0x03, 0x00, unsigned(pagesAtMost));
  const memory = bytes(text('environment'), text('memory'), 0x02, limits);
  const exported = functions.flatMap(({ name }, index) =>
    name === null ? [] : [bytes(text(name), 0x00, unsigned(index))],
  );
  const bodies = functions.map(({ locals, body }) => {
    const declared = vector(locals.map((type) => bytes(1, typeCode(type))));
    return sized(bytes(declared, body, 0x0b));
  });
  return Uint8Array.from(
    bytes(
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, vector(types)),
      section(2, vector([memory])),
      section(3, vector(functions.map((_, index) => unsigned(index)))),
      section(7, vector(exported)),
      section(10, vector(bodies)),
    ),
  );
}

/** What is used of WebAssembly, which TypeScript declares only together with the DOM. */
declare const WebAssembly: {
  Module: new (code: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object, imports: object) => { exports: object };
};

/** Brings a module to life over a memory; gives its functions. */
export function instantiate(
  functions: readonly WasmFunction[],
  memory: object,
  kind: MemoryKind = 'own',
): object {
  const module = new WebAssembly.Module(assembleModule(functions, kind));
  return new WebAssembly.Instance(module, { environment: { memory } }).exports;
}

const typeCode = (type: ValueType): Code => [valueTypes[type]];
const vector = (items: readonly Code[]): Code => bytes(unsigned(items.length), ...items);
const sized = (content: Code): Code => bytes(unsigned(content.length), content);
const section = (id: number, content: Code): Code => bytes(id, sized(content));
const text = (value: string): Code => sized([...new TextEncoder().encode(value)]);

/** LEB128, the format's variable-length whole numbers. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
