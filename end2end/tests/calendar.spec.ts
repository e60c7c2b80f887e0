// Months and weeks of events: by keyboard, on a phone, and for those who listen.

import { violations } from './axe';
import { expect, open, test } from './site';

test('a month is a table that one walks through by its links', async ({ page, site }) => {
  await open(page, `${site}/events`);
  await page.getByRole('navigation', { name: 'How to look at the events' }).getByRole('link', { name: 'Month' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/view=month/);
  const calendar = page.getByRole('table');
  await expect(calendar.getByRole('columnheader')).toHaveCount(7);
  const title = page.locator('#calendar-title');
  const shown = await title.textContent();
  await page.getByRole('link', { name: 'Next month' }).focus();
  await page.keyboard.press('Enter');
  await expect(title).not.toHaveText(shown ?? '');
  await page.getByRole('link', { name: 'Previous month' }).focus();
  await page.keyboard.press('Enter');
  await expect(title).toHaveText(shown ?? '');
  const meeting = calendar.getByRole('link').first();
  await meeting.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/c\/[^/]+\/events\//);
});

for (const view of ['month', 'week']) {
  test(`a ${view} is accessible, light and dark, and fits a phone`, async ({ page, site }) => {
    await open(page, `${site}/events?view=${view}`);
    for (const width of [1280, 375, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(wide, `nothing is cut off at ${width} px`).toBe(false);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect.soft(await violations(page), `what axe finds in ${colorScheme} at ${width} px`).toEqual([]);
      }
    }
  });
}

test('without JavaScript a month is the same', async ({ browser, site }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site}/events?view=month`);
  await expect(page.getByRole('table')).toBeVisible();
  await page.getByRole('link', { name: 'Next month' }).click();
  await expect(page).toHaveURL(/on=\d{4}-\d{2}-01/);
  await context.close();
});
