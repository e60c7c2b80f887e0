// Somebody who edits a page, and what they do there.

import type { Browser, Page } from '@playwright/test';
import { type Running, expect } from './site';
import { password, signUp, visitor } from './visitor';

/** Somebody who leads a community with a page of that title and text, the page's address, and their mail. `name` tells them from those of other tests. */
export async function begins(
  browser: Browser,
  running: Running,
  { name, title, text, scripts = true }: { name: string; title: string; text: string; scripts?: boolean },
): Promise<[Page, string, string]> {
  const unique = `${name}${Date.now()}`;
  const mail = `ada.${unique}@example.org`;
  const ada = await visitor(browser, running, scripts);
  await signUp(ada, running, `Ada ${unique}`, mail);
  await ada.goto('/communities/new');
  await ada.getByLabel('Name').fill(`Writers ${unique}`);
  await ada.getByLabel('In one sentence').fill('People who write together.');
  await ada.getByRole('button', { name: 'Found the community' }).click();
  await expect(ada.getByRole('status').first()).toContainText('you lead it');
  await ada.goto(`${ada.url().replace('/settings', '')}/new-page`);
  await ada.getByLabel('Title').fill(title);
  await ada.getByLabel('Text').fill(text);
  await ada.getByRole('button', { name: 'Make the page' }).click();
  await expect(ada.getByRole('heading', { level: 1 })).toHaveText(title);
  return [ada, ada.url().split('?')[0], mail];
}

/** Another browser of the same person. */
export async function again(browser: Browser, running: Running, mail: string): Promise<Page> {
  const other = await visitor(browser, running, true);
  await other.goto('/sign-in');
  await other.locator('#sign_in-email').fill(mail);
  await other.locator('#sign_in-password').fill(password);
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(other).toHaveURL('/me');
  return other;
}

/** Waits until the editor runs, and all that was written is kept. */
export async function live(page: Page) {
  await expect(page.getByRole('toolbar', { name: 'Markdown' })).toBeVisible();
  await expect(page.locator('.together-state')).toHaveText('Saved');
}

/** Types where the text ends, or begins. */
export async function types(page: Page, words: string, where: 'Home' | 'End' = 'End') {
  await page.getByLabel('Text').focus();
  await page.keyboard.press(`Control+${where}`);
  await page.keyboard.type(words);
}
