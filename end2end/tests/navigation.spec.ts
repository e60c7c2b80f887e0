// Going from screen to screen, by pointer and by keyboard.

import type { Page } from '@playwright/test';
import { expect, open, test } from './site';

test('the header leads everywhere without loading the page anew', async ({ page }) => {
  await open(page, '/');
  await mark(page);
  const links = siteLinks(page);
  const names = await links.allInnerTexts();
  expect(names.length).toBeGreaterThanOrEqual(5);
  for (const name of names) {
    const link = links.filter({ hasText: name });
    const address = await link.getAttribute('href');
    await link.click();
    await expect(page).toHaveURL(address!);
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(name));
    await expect(link).toHaveAttribute('aria-current', 'page');
  }
  await expectMarked(page);
});

test('going back shows what was there', async ({ page }) => {
  await open(page, '/communities');
  await mark(page);
  await siteLinks(page).filter({ hasText: 'Events' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/communities');
  await expect(page.getByRole('heading', { level: 1, name: 'Communities' })).toBeVisible();
  await expectMarked(page);
});

test('a long list goes on over its next page, and back to its start', async ({ page }) => {
  await open(page, '/questions');
  await mark(page);
  await turnThePages(page);
  await expectMarked(page);
});

test('a long list goes on without JavaScript', async ({ still }) => {
  const page = await still.newPage();
  await page.goto('/questions');
  await turnThePages(page);
});

test('the first stop of the keyboard skips to the content', async ({ page }) => {
  await open(page, '/communities');
  await skip(page);
});

test('the keyboard skips to the content without JavaScript', async ({ still }) => {
  const page = await still.newPage();
  await page.goto('/communities');
  await skip(page);
});

test('the keyboard alone goes from the front page to a community', async ({ page }) => {
  await open(page, '/');
  await siteLinks(page).filter({ hasText: 'Communities' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/communities');
  const community = page.locator('main a[href="/c/design"]').first();
  await expect(community).toBeVisible();
  for (let stops = 0; stops < 60 && !(await community.evaluate((link) => link === document.activeElement)); stops++) await page.keyboard.press('Tab');
  await expect(community).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/c/design');
});

test('what a link leads to is there by the click where somebody points at it before, and is not asked again', async ({ page }) => {
  await open(page, '/communities');
  await mark(page);
  const asked = questions(page);
  const community = page.locator('main a[href="/c/design"]').first();
  await community.hover();
  await expect.poll(() => asked).toEqual(['slug=design']);
  await community.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Design' })).toBeVisible();
  expect(asked).toEqual(['slug=design']);
  // By keyboard, too; and what nobody follows is not kept for later.
  const about = page.locator('main a[href="/c/design/questions"]').first();
  await about.focus();
  await expect.poll(() => asked.length).toBe(2);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/c/design/questions');
  await expect(page.getByRole('heading', { level: 1, name: 'Questions' })).toBeVisible();
  await page.goBack();
  await expect.poll(() => asked.filter((question) => question === 'slug=design').length).toBe(2);
  await expectMarked(page);
});

/** What screens ask from now on. */
function questions(page: Page) {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/do/')) asked.push(search.slice(1));
  });
  return asked;
}

function siteLinks(page: Page) {
  return page.getByRole('navigation', { name: 'Site' }).getByRole('link');
}

/** Leaves something that is gone once a page is loaded anew. */
async function mark(page: Page) {
  await page.evaluate(() => Object.assign(window, { stillThere: true }));
}

async function expectMarked(page: Page) {
  expect(await page.evaluate(() => 'stillThere' in window), 'the page was not loaded anew').toBe(true);
}

async function turnThePages(page: Page) {
  const questions = page.locator('main a[href^="/c/"][href*="/questions/"]');
  const one = (await questions.first().getAttribute('href'))!;
  await page.locator('a[rel="next"]').click();
  await expect(page).toHaveURL(/\?after=/);
  await expect(page.locator(`main a[href="${one}"]`)).toHaveCount(0);
  await expect(questions).not.toHaveCount(0);
  await page.locator('a[rel="first"]').click();
  await expect(page).toHaveURL('/questions');
  await expect(questions.first()).toHaveAttribute('href', one);
}

async function skip(page: Page) {
  await page.keyboard.press('Tab');
  const link = page.locator('a[href="#main"]');
  await expect(link).toBeFocused();
  await expect(link).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
}
