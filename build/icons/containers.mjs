// The two files that hold an icon in several sizes: Windows' .ico and Apple's .icns. Both have taken whole PNG
// images for long (Windows Vista, Mac OS X 10.7), so that they are lists and nothing is encoded here.

/** @typedef {{ size: number, png: Buffer }} Image */

/** Which of Apple's types holds an image of so many pixels; some are two: plain, and half the size at double density. */
/** @type {Record<number, string[]>} */
const appleTypes = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/**
 * An .ico file: a header of 6 bytes, an entry of 16 for each image, then the images.
 * @param {Image[]} images at most 256 pixels each
 */
export function encodeIco(images) {
  const directory = Buffer.alloc(6 + 16 * images.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(images.length, 4);
  let offset = directory.length;
  images.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    // One byte each for width and height, in which 0 stands for 256.
    directory.writeUInt8(size % 256, at);
    directory.writeUInt8(size % 256, at + 1);
    directory.writeUInt16LE(1, at + 4);
    directory.writeUInt16LE(32, at + 6);
    directory.writeUInt32LE(png.length, at + 8);
    directory.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([directory, ...images.map(({ png }) => png)]);
}

/**
 * An .icns file: a header, then each image with its type and length before it, all big-endian.
 * @param {Image[]} images in Apple's sizes
 */
export function encodeIcns(images) {
  const blocks = images.flatMap(({ size, png }) =>
    (appleTypes[size] ?? []).map((type) => block(type, png)),
  );
  return block('icns', Buffer.concat(blocks));
}

/**
 * @param {string} type four letters
 * @param {Buffer} content
 */
function block(type, content) {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([head, content]);
}
