// Every screen comes alive, and reads the same without JavaScript.

import type { Page } from '@playwright/test';
import { routes, visit } from './routes';
import { expect, test } from './site';

for (const route of routes) {
  test(`${route.name}: comes alive without a complaint, and reads the same without JavaScript`, async ({ page, site, still }) => {
    await visit(page, site, route);
    await expect(page.locator('main h1')).toHaveCount(1);
    await expect(page.locator('main h1')).toBeVisible();
    const text = await read(page);
    const other = await still.newPage();
    await other.goto(page.url());
    expect(await read(other)).toEqual(text);
  });
}

/** The heading, and the words of the page in their order. */
async function read(page: Page) {
  const main = await page.locator('main').innerText();
  return { heading: await page.locator('h1').innerText(), words: main.split(/\s+/).join(' ').trim() };
}
