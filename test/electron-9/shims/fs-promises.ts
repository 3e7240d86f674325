// Node 12 has fs/promises only as a property of fs.
import { promises } from 'fs';

export const { readFile, writeFile, stat, mkdir, readdir } = promises;
