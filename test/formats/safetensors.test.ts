import { describe, expect, test } from 'vitest';
import {
  encodeHeader,
  maximumHeaderBytes,
  readHeader,
  readTensor,
} from '../../app/formats/safetensors.ts';
import { memorySource, rawFile } from './fixtures.ts';

const read = (bytes: Uint8Array) => readHeader(memorySource(bytes), (metadata) => metadata);
const body = (length: number) => new Uint8Array(length);

function refusal(header: string, bytes = body(8)) {
  return expect(read(rawFile(header, bytes))).rejects;
}

const tensor = (shape: string, offsets: string, dtype = 'F32') =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

describe('a safetensors header', () => {
  test('comes back with metadata and places', async () => {
    const tensors = [
      { name: 'a', dtype: 'F32', shape: [2, 3] },
      { name: 'b', dtype: 'I32', shape: [1] },
      { name: 'scalar', dtype: 'F32', shape: [] },
    ] as const;
    const metadata = new Map([['note', 'zwei "Zeilen"\n字']]);
    const head = encodeHeader(
      tensors.map((item) => ({ ...item, shape: [...item.shape] })),
      metadata,
    );
    expect(head.length % 8).toBe(0);
    const values = new Float32Array([1, 2, 3, 4, 5, 6]);
    const file = Buffer.concat([
      head,
      new Uint8Array(values.buffer),
      Buffer.from([7, 0, 0, 0]),
      body(4),
    ]);
    const header = await read(file);
    expect(header.metadata).toEqual(metadata);
    expect([...header.tensors.keys()]).toEqual(['a', 'b', 'scalar']);
    const source = memorySource(file);
    expect(await readTensor(source, header, header.tensors.get('a')!)).toEqual(values);
    expect(await readTensor(source, header, header.tensors.get('b')!)).toEqual(new Int32Array([7]));
  });

  test('larger than a megabyte is not written', () => {
    const metadata = new Map([['long', 'x'.repeat(maximumHeaderBytes)]]);
    expect(() => encodeHeader([], metadata)).toThrow(/at most 1048576/);
  });

  test.each([
    ['of nothing', Buffer.alloc(0), 'it has 0 bytes'],
    [
      'that claims more than the file',
      Buffer.from([50, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]),
      'cut off: of 50 bytes of its header, 2 are there',
    ],
    [
      'that claims 2^63 bytes',
      Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x80, 0x7b, 0x7d]),
      /^it is not a safetensors file$/,
    ],
    [
      'larger than a megabyte',
      rawFile(`{}${' '.repeat(maximumHeaderBytes)}`),
      /^it is not a safetensors file$/,
    ],
    ['that is a sentence', Buffer.from('It was a dark night.'), /^it is not a safetensors file$/],
    ['that begins with a space', rawFile(' {}'), 'does not begin with "{"'],
    ['that is not UTF-8', rawFile(Buffer.from([0x7b, 0x22, 0xff, 0x22])), 'is not UTF-8'],
    ['that is not JSON', rawFile('{"a"'), 'no colon'],
  ])('%s is refused', async (_, bytes, problem) => {
    await expect(read(bytes)).rejects.toThrow(problem);
  });

  test.each([
    ['a name twice', `{"a":${tensor('[2]', '[0,8]')},"a":${tensor('[2]', '[0,8]')}}`, '"a" twice'],
    ['a gap at the beginning', `{"a":${tensor('[1]', '[4,8]')}}`, 'leaves a gap'],
    [
      'a gap in the middle',
      `{"a":${tensor('[1]', '[0,4]')},"b":${tensor('[0]', '[8,8]')}}`,
      '"b" leaves a gap',
    ],
    ['an overlap', `{"a":${tensor('[2]', '[0,8]')},"b":${tensor('[1]', '[4,8]')}}`, '"b" overlaps'],
    ['bytes after the last tensor', `{"a":${tensor('[1]', '[0,4]')}}`, 'need 4 bytes, 8 are there'],
    ['bytes beyond the file', `{"a":${tensor('[4]', '[0,16]')}}`, 'need 16 bytes, 8 are there'],
    ['a shape that does not fit its span', `{"a":${tensor('[3]', '[0,8]')}}`, 'shape [3] but 8'],
    [
      'a shape whose product overflows',
      `{"a":${tensor('[4294967296,4294967296,4294967296]', '[0,8]')}}`,
      'but 8 bytes',
    ],
    ['a negative size', `{"a":${tensor('[-2]', '[0,8]')}}`, 'not whole'],
    ['a size with a fraction', `{"a":${tensor('[2.5]', '[0,8]')}}`, 'not whole'],
    ['a size beyond exact numbers', `{"a":${tensor('[1e300]', '[0,8]')}}`, 'not whole'],
    ['offsets the wrong way round', `{"a":${tensor('[2]', '[8,0]')}}`, 'no valid data_offsets'],
    ['one offset', `{"a":${tensor('[2]', '[0]')}}`, 'no valid data_offsets'],
    ['a shape that is no list', `{"a":${tensor('2', '[0,8]')}}`, 'lacks a list'],
    [
      'too many dimensions',
      `{"a":${tensor('[1,1,1,1,1,1,1,1,2]', '[0,8]')}}`,
      'too many dimensions',
    ],
    ['another kind of number', `{"a":${tensor('[4]', '[0,8]', 'F16')}}`, 'not float32 or int32'],
    [
      'an unknown key',
      '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}',
      'unknown key',
    ],
    ['a tensor that is no object', '{"a":[1]}', 'is not an object'],
    ['metadata that is no object', '{"__metadata__":"x"}', '__metadata__ is not an object'],
    ['metadata that is not text', '{"__metadata__":{"a":1}}', 'more than text'],
    ['a prototype', `{"__proto__":${tensor('[2]', '[0,8]')}}`, '__proto__'],
  ])('with %s is refused', async (_, header, problem) => {
    await refusal(header).toThrow(problem);
  });
});
