// Somebody with a browser, who signs up and reads mail.

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { type Running, expect } from './site';

/** A password that is taken. */
export const password = 'six brown owls went home';

/** Somebody with a browser of their own. */
export async function visitor(browser: Browser, running: Running, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ baseURL: running.url, javaScriptEnabled });
  return context.newPage();
}

/** Signs up, and confirms by the mail's link. */
export async function signUp(page: Page, running: Running, name: string, address: string) {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(address);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  await page.goto(await mailed(running, address));
  await page.getByRole('button', { name: 'Make my account' }).click();
  await expect(page).toHaveURL('/me');
}

/** Founds a community, and gives its address. */
export async function found(page: Page, name: string, summary: string): Promise<string> {
  await page.goto('/communities/new');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('In one sentence').fill(summary);
  await page.getByRole('button', { name: 'Found the community' }).click();
  await expect(page.getByRole('status')).toContainText('you lead it');
  return page.url().replace('/settings', '');
}

/** The day so many days from now, as fields of a day hold it. */
export function day(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** The link in the mail to an address that looks like this, once it has been sent. */
export async function mailed(running: Running, address: string, like = /./): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => {
      for (const mail of await mails(running, address)) {
        const links = mail.match(/https?:\/\/\S+/g) ?? [];
        found = links.find((link) => like.test(link) && /\/(sign-up|sign-in|password|invited|guest)\/[\w-]{43}/.test(link)) ?? found;
      }
      return found;
    }, `a mail to ${address}`)
    .toBeTruthy();
  const link = found!.match(/\/(sign-up|sign-in|password|invited|guest)\/[\w-]{43}/)![0];
  return running.url + link;
}

/** The mail to an address that says this, once it has been sent. */
export async function letter(running: Running, address: string, says: RegExp): Promise<string> {
  let found: string | undefined;
  await expect.poll(async () => (found = (await mails(running, address)).find((mail) => says.test(mail))), `a mail to ${address}`).toBeTruthy();
  return found!;
}

/** What was mailed to an address until now. */
export async function mails({ outbox }: Running, address: string): Promise<string[]> {
  const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml'));
  const all = await Promise.all(names.map(async (name) => plain(await readFile(path.join(outbox, name), 'utf8'))));
  return all.filter((mail) => mail.includes(address));
}

/** Undoes quoted-printable, as far as links and plain words need it. */
function plain(mail: string): string {
  return mail.replace(/=\r?\n/g, '').replace(/=3D/gi, '=');
}
