// What WCAG 2.2 AA asks of every screen and a machine can check, at the widths of a phone, a tablet and a desk.

import type { Page } from '@playwright/test';
import { violations } from './axe';
import { mainRoutes, routes, visit } from './routes';
import { expect, test } from './site';

/** 640 is a desk's 1280 at a zoom of 200 %. */
const widths = [320, 640, 768, 1280];
const widthsOfAxe = [320, 768, 1280];

// A trace pictures the page at every look, and what is found says where.
test.use({ trace: 'off' });

// Axe works for seconds, six times over.
test.describe.configure({ timeout: 120_000 });

for (const route of routes) {
  test(`${route.name}: accessible in light and in dark at every width`, async ({ page, site }) => {
    await visit(page, site, route);
    expect.soft(await page.evaluate(moving), 'what moves though the reader asked for less motion').toEqual([]);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoWider(page, width);
      if (!widthsOfAxe.includes(width)) continue;
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect.soft(await violations(page), `what axe finds in ${colorScheme} at ${width} px`).toEqual([]);
      }
    }
    await page.setViewportSize({ width: 320, height: 900 });
    await page.evaluate(spaceOut);
    await expectNoWider(page, 320);
    expect.soft(await page.evaluate(cutOff), 'what cuts off text that the reader spaced out').toEqual([]);
  });
}

test('in forced colours the page is accessible, and where one stands is still shown', async ({ page, site }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  for (const route of mainRoutes.filter(({ name }) => name.startsWith('communit'))) {
    await visit(page, site, route);
    expect(await violations(page)).toEqual([]);
    for (const link of await page.locator('nav [aria-current]:visible').all()) {
      // Forced colours take away backgrounds and shadows.
      const shown = await link.evaluate((link) => {
        const style = getComputedStyle(link);
        return style.textDecorationLine !== 'none' || parseFloat(style.borderBlockEndWidth) > 1 || style.forcedColorAdjust === 'none';
      });
      expect(shown, `where one stands, in ${await link.innerText()}`).toBe(true);
    }
  }
});

test('a table that is wider than a phone shades the edge it goes on behind, save in forced colours', async ({ page, site }) => {
  await page.goto(`${site}/developer/components`);
  const table = page.locator('.prose > .scroll:has(table)').first();
  const shades = () => table.evaluate((element) => getComputedStyle(element).backgroundImage.match(/gradient/g)?.length ?? 0);
  await expect(table).toHaveAttribute('tabindex', '0');
  expect(await shades()).toBe(4);
  await page.emulateMedia({ forcedColors: 'active' });
  expect(await shades()).toBe(0);
});

async function expectNoWider(page: Page, width: number) {
  const { scrollWidth, culprits } = await page.evaluate((width) => {
    const culprits = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width || element.scrollWidth > width)
      .map((element) => (element.cloneNode() as Element).outerHTML);
    return { scrollWidth: document.documentElement.scrollWidth, culprits };
  }, width);
  expect.soft(scrollWidth, `at ${width} px scrolls sideways because of ${culprits.join(' ')}`).toBeLessThanOrEqual(width);
}

/** What is animated. Runs in the browser, of a reader who asked for less motion. */
function moving() {
  const lasts = (durations: string) => durations.split(',').some((duration) => parseFloat(duration) > 0.01);
  const moves = (element: Element) => {
    const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(element);
    return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration)) || scrollBehavior === 'smooth';
  };
  return [...document.querySelectorAll('*')].filter(moves).map((element) => (element.cloneNode() as Element).outerHTML);
}

/** Sets text as far apart as WCAG 1.4.12 says a reader may. Runs in the browser. */
function spaceOut() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
  document.adoptedStyleSheets.push(sheet);
}

/** What holds text that its box hides. Runs in the browser. */
function cutOff() {
  const hides = (element: Element) => {
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    const cuts = clipPath === 'none' && [overflowX, overflowY].some((overflow) => overflow === 'hidden' || overflow === 'clip');
    return cuts && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
  };
  return [...document.querySelectorAll('body *')].filter(hides).map((element) => (element.cloneNode() as Element).outerHTML);
}
