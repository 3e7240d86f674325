// Draws the icons of all platforms from charloom.svg, in the browser that the tests run in:
//   node build/icons/draw.mjs
// Run by hand when the drawing changes; what it writes beside itself is committed, so packaging draws nothing.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { findForTests } from '../setup/found.mjs';
import { encodeIcns, encodeIco } from './containers.mjs';

/** The sizes that Linux desktops look for. */
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
const macSizes = [32, 64, 128, 256, 512, 1024];
/** macOS draws icons on a grid that leaves a tenth free on each side. */
const macShare = 824 / 1024;

/** @param {string} name */
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

const drawing = await readFile(beside('charloom.svg'), 'utf8');
const { browser: found } = await findForTests();
if ('reason' in found) throw new Error(`There is no browser to draw with: ${found.reason}`);
const isRoot = process.getuid?.() === 0;
const browser = await chromium.launch({
  executablePath: found.path,
  args: isRoot ? ['--no-sandbox'] : [],
});
const page = await browser.newPage();

/**
 * The drawing as a PNG with a transparent ground, `share` of it filled.
 * @param {number} size in pixels
 * @param {number} share
 */
async function draw(size, share = 1) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0;height:100vh;display:grid;place-items:center}svg{width:${share * 100}%}</style>${drawing}`,
  );
  return page.screenshot({ omitBackground: true });
}

/** @param {number[]} sizes @param {number} [share] */
async function drawAll(sizes, share) {
  const images = [];
  for (const size of sizes) images.push({ size, png: await draw(size, share) });
  return images;
}

for (const { size, png } of await drawAll(linuxSizes)) {
  await writeFile(beside(`${size}x${size}.png`), png);
}
await writeFile(beside('charloom.ico'), encodeIco(await drawAll(windowsSizes)));
await writeFile(beside('charloom.icns'), encodeIcns(await drawAll(macSizes, macShare)));
await browser.close();
