// Every screen comes alive, reads the same without JavaScript, is accessible, and fits a narrow phone.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, open, test } from './site';

type Route = {
  name: string;
  at: string;
  /** The screen is the first one that this leads to, from `at`. */
  first?: string;
  status?: number;
};

const routes: Route[] = [
  { name: 'front page', at: '/' },
  { name: 'communities', at: '/communities' },
  { name: 'community', at: '/c/design' },
  { name: 'events of a community', at: '/c/design/events' },
  { name: 'page', at: '/c/design/pages/playbook' },
  { name: 'page below a page', at: '/c/design/pages/playbook/interviews' },
  { name: 'events', at: '/events' },
  { name: 'event', at: '/events', first: 'main a[href^="/c/"][href*="/events/"]' },
  { name: 'questions', at: '/questions' },
  { name: 'question', at: '/questions', first: 'main a[href^="/c/"][href*="/questions/"]' },
  { name: 'resources', at: '/resources' },
  { name: 'resource', at: '/resources', first: 'main a[href^="/c/"][href*="/resources/"]' },
  { name: 'people', at: '/people' },
  { name: 'profile', at: '/people/ada-okafor' },
  { name: 'organisation', at: '/organisations/westmere-digital-office' },
  { name: 'topic', at: '/topics/accessibility' },
  { name: 'search', at: '/search' },
  { name: 'results of a search', at: '/search?q=design' },
  { name: 'nothing', at: '/nothing/is/here', status: 404 },
];

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

for (const route of routes) {
  test.describe(route.name, () => {
    test('comes alive without a complaint', async ({ page }) => {
      await visit(page, route);
      await expect(page.locator('main h1')).toHaveCount(1);
      await expect(page.locator('main h1')).toBeVisible();
    });

    test('reads the same without JavaScript', async ({ page, still }) => {
      await visit(page, route);
      const text = await read(page);
      const other = await still.newPage();
      await other.goto(page.url());
      expect(await read(other)).toEqual(text);
    });

    test('is accessible in light and in dark', async ({ page }) => {
      await visit(page, route);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
        const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html) }));
        expect(found, `what axe finds in ${colorScheme}`).toEqual([]);
      }
    });

    test('fits a screen of 320 pixels', async ({ page }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await visit(page, route);
      const { width, culprits } = await page.evaluate(extent);
      expect(width, `scrolls sideways because of ${culprits.join(' ')}`).toBeLessThanOrEqual(320);
    });
  });
}

async function visit(page: Page, { at, first, status }: Route) {
  if (!first) return open(page, at, status);
  await page.goto(at);
  const link = await page.locator(first).first().getAttribute('href');
  await open(page, link!);
}

/** The heading, and the words of the page in their order. */
async function read(page: Page) {
  const main = await page.locator('main').innerText();
  return { heading: await page.locator('h1').innerText(), words: main.split(/\s+/).join(' ').trim() };
}

/** How wide the page is, and what holds more than 320 pixels. Runs in the browser. */
function extent() {
  const culprits = [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > 320 || element.scrollWidth > 320)
    .map((element) => (element.cloneNode() as Element).outerHTML);
  return { width: document.documentElement.scrollWidth, culprits };
}
