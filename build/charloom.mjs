#!/usr/bin/env node
// `npx charloom …` in a clone: the terminal, after the set-up that it lacks.
import { enter } from './enter.mjs';

enter(() => import('./commands/charloom.mjs'));
