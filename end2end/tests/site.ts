// What every browser test stands on: a site of its own for each worker, and a page that must not complain.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type BrowserContext, type Page, expect, test as playwright } from '@playwright/test';

export const program = process.env.GUILDHALL ?? path.join(__dirname, '../../target/release/guildhall');

export { expect };

/** A server: its address, and the folder where its mails go. */
export type Running = { url: string; outbox: string };

/** Playwright's `test`, whose `page` looks at a site that holds the sample, and fails the test if anything on it goes wrong. */
export const test = playwright.extend<{ still: BrowserContext }, { site: string; running: Running }>({
  /** This worker's own server, with a database of its own. */
  running: [
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'guildhall-site-'));
      const server = serve(folder);
      try {
        await use({ url: await address(server), outbox: path.join(folder, 'outbox') });
      } finally {
        if (server.kill()) await once(server, 'exit');
        await rm(folder, { recursive: true });
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  /** Its address. */
  site: [async ({ running }, use) => use(running.url), { scope: 'worker' }],

  baseURL: async ({ site }, use) => use(site),

  page: async ({ page }, use) => {
    const complaints = listen(page);
    await use(page);
    expect(complaints, 'what the browser complained about').toEqual([]);
  },

  /** A browser without JavaScript. */
  still: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
    await use(context);
    await context.close();
  },
});

/** Opens an address, checks its status, and waits until the page is alive. */
export async function open(page: Page, at: string, status = 200) {
  const response = await page.goto(at);
  expect(response?.status(), `status of ${at}`).toBe(status);
  await expect(page.locator('body[data-hydrated]'), `${at} hydrates`).toBeAttached();
}

/** What the program is told in a folder: none of this shell's settings but these. */
function settings(folder: string, more: Record<string, string> = {}) {
  const { PATH, HOME } = process.env;
  return { cwd: folder, env: { PATH, HOME, ADDRESS: '127.0.0.1:0', DATA_DIR: folder, DEVELOPER: 'true', ...more } };
}

/** Starts the program in a folder, with the sample where nothing is there yet. */
export function serve(folder: string, more: Record<string, string> = {}): ChildProcess {
  return spawn(program, ['serve', '--sample-if-empty'], { ...settings(folder, more), stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Loads a bundle into the site of a folder. Gives the report. */
export async function load(folder: string, bundle: string): Promise<string> {
  return (await promisify(execFile)(program, ['import', bundle], settings(folder))).stdout;
}

/** Where a server that was just started says it listens. */
export async function address(server: ChildProcess): Promise<string> {
  let said = '';
  server.stderr!.on('data', (text) => (said += text));
  const failed = once(server, 'error').then(([error]) => Promise.reject(error));
  const ready = (async () => {
    for await (const line of createInterface(server.stdout!)) {
      said += `${line}\n`;
      const found = /Guildhall is ready on (http:\S+)/.exec(line);
      if (found) return found[1];
    }
    throw new Error(`${program} ended before it was ready. It said:\n${said}`);
  })();
  const url = await Promise.race([ready, failed]);
  // A pipe that nobody empties would stop the server.
  server.stdout!.resume();
  return url;
}

/** Collects errors in the console (broken content security rules are among them), exceptions, and requests that fail. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // That the page itself answered 404 is for the test to judge.
    const ofPage = message.location().url === page.url() && message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !ofPage) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // Given up because the reader went elsewhere.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}
