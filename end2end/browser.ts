// Which Chromium the tests and Lighthouse look at the site with, and how it is started.

import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const debian = '/usr/bin/chromium';

/** Debian's Chromium where there is one, else the one that Playwright downloaded. */
export const executablePath = existsSync(debian) ? debian : chromium.executablePath();

/** A browser that leaves the network alone, and starts for root too. */
export const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];
