// Passkeys, with Chromium's own virtual authenticator: added, used as the only step and as the second, and done without.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './axe';
import { type Running, expect, program, test as playwright } from './site';
import { password, signUp, visitor } from './visitor';

const address = 'ada@example.org';

/** A site with a name: passkeys are bound to it, and no number will do. */
const test = playwright.extend<{ named: Running }>({
  named: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'guildhall-passkey-'));
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, ADDRESS: `127.0.0.1:${port}`, BASE_URL: url, DATA_DIR: folder };
    const server = spawn(program, ['serve'], { cwd: folder, env, stdio: 'ignore' });
    try {
      await expect.poll(() => fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.status, () => 0), 'the site answers').toBe(200);
      await use({ url, outbox: path.join(folder, 'outbox') });
    } finally {
      if (server.kill()) await once(server, 'exit');
      await rm(folder, { recursive: true });
    }
  },
});

test('a passkey signs in alone, then after the password, and a recovery code stands in for it', async ({ browser, named }) => {
  test.slow();
  const ada = await visitor(browser, named, true);
  const key = await authenticator(ada);
  await signUp(ada, named, 'Ada', address);

  await ada.goto('/me/security');
  await ada.getByLabel('Name').last().fill('My phone');
  await ada.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(ada.getByRole('status')).toContainText('“My phone” lets you in from now on.');
  expect(await violations(ada)).toEqual([]);
  expect(await key.count()).toBe(1);

  // Alone.
  await signOut(ada);
  await ada.goto('/sign-in?to=/people');
  expect(await violations(ada)).toEqual([]);
  await ada.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(ada).toHaveURL('/people');
  await expect(ada.getByRole('link', { name: 'Ada', exact: true }).first()).toBeVisible();

  // After the password.
  await ada.goto('/me/security');
  await ada.getByRole('button', { name: 'Ask for a passkey after the password' }).click();
  await expect(ada.getByRole('heading', { level: 1, name: 'Recovery codes' })).toBeVisible();
  const codes = await ada.locator('.codes code').allTextContents();
  expect(codes).toHaveLength(10);
  expect(await violations(ada)).toEqual([]);
  await signOut(ada);
  await typePassword(ada);
  await expect(ada.getByRole('heading', { level: 1, name: 'One more step' })).toBeVisible();
  expect(await violations(ada)).toEqual([]);
  await ada.getByRole('button', { name: 'Go on with a passkey' }).click();
  await expect(ada).toHaveURL('/me');

  // Nobody confirms.
  await signOut(ada);
  await key.confirms(false);
  await ada.goto('/sign-in');
  await ada.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(ada.getByRole('alert')).toContainText('No passkey was used');

  // Without JavaScript there is no button, a sentence says so, and a code lets her in.
  const still = await visitor(browser, named, false);
  await typePassword(still);
  // Playwright finds no text in a noscript, though Chromium shows it.
  await expect(still.locator('.passkey noscript p')).toBeVisible();
  await expect(still.getByRole('button', { name: 'Go on with a passkey' })).toBeHidden();
  await still.getByLabel('Recovery code').fill(codes[0]);
  await still.getByRole('button', { name: 'Go on with a code' }).click();
  await expect(still.getByRole('status')).toContainText('That recovery code is used up. 9 are left.');
  for (const page of [ada, still]) await page.context().close();
});

/** An authenticator that keeps passkeys, and confirms whatever it is asked. */
async function authenticator(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    count: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    confirms: (isUserVerified: boolean) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}

async function typePassword(page: Page) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').first().fill(address);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page) {
  await page.goto('/me/security');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
