import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { encodeIcns, encodeIco } from '../../../build/icons/containers.mjs';

const icons = fileURLToPath(new URL('../../../build/icons/', import.meta.url));
const image = (size: number) => ({ size, png: Buffer.from(`image of ${size}`) });

test('an .ico lists its images with their places, and 256 as 0', () => {
  const file = encodeIco([image(16), image(256)]);
  expect([...file.subarray(0, 6)]).toEqual([0, 0, 1, 0, 2, 0]);
  const entry = (index: number) => file.subarray(6 + 16 * index, 22 + 16 * index);
  expect([entry(0)[0], entry(1)[0], entry(1)[1]]).toEqual([16, 0, 0]);
  const contentOf = (index: number) => {
    const start = entry(index).readUInt32LE(12);
    return file.subarray(start, start + entry(index).readUInt32LE(8)).toString();
  };
  expect([contentOf(0), contentOf(1)]).toEqual(['image of 16', 'image of 256']);
});

test('an .icns holds each image under its types, with lengths that add up', () => {
  const file = encodeIcns([image(128), image(256)]);
  expect(file.toString('latin1', 0, 4)).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const types = [];
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    types.push(file.toString('latin1', at, at + 4));
  }
  expect(types).toEqual(['ic07', 'ic08', 'ic13']);
});

test('the committed icons are what their names say, and small', () => {
  const names = readdirSync(icons);
  for (const name of names.filter((each) => each.endsWith('.png'))) {
    const png = readFileSync(icons + name);
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}.png`).toBe(name);
  }
  const sizeBytes = names.reduce((sum, name) => sum + statSync(icons + name).size, 0);
  expect(sizeBytes).toBeLessThan(200_000);
});
