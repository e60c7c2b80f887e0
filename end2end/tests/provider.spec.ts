// Signing in through a provider, a real one, with JavaScript and without.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { address, expect, serve, test } from './site';

/** A port that nobody listens on: the provider has to know the site's address before the site is there. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('somebody signs in through their organisation, and finds their account again', async ({ browser }) => {
  test.slow();
  const site = `127.0.0.1:${await freePort()}`;
  const provider = spawn('node', [path.join(__dirname, '../../server/tests/http/provider.mjs'), '0', `http://${site}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'guildhall-provider-'));
  const [issuer] = await once(createInterface(provider.stdout), 'line');
  const server = serve(folder, { ADDRESS: site, OIDC_PROVIDERS: `work;Example Office;${issuer};guildhall;a;secret=with+signs` });
  try {
    const baseURL = await address(server);
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ baseURL, javaScriptEnabled });
      const page = await context.newPage();
      await page.goto('/sign-in?to=/communities');
      await page.getByRole('link', { name: 'Continue with Example Office' }).click();
      await page.getByRole('link', { name: 'ada' }).click();
      await expect(page).toHaveURL('/communities');
      // The sample has an Ada Okafor, who is listed and has no account.
      await page.goto('/me/security');
      await expect(page.getByRole('main')).toContainText('Your address is Ada@site.example.');
      await expect(page.getByRole('main')).toContainText('Example Office');
      await context.close();
    }
  } finally {
    provider.stdin.end();
    if (server.kill()) await once(server, 'exit');
    await rm(folder, { recursive: true });
  }
});
