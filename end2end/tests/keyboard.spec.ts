// A walk by keyboard alone: every stop, in the order of the page, seen, and never a trap.

import type { Page } from '@playwright/test';
import { mainRoutes, visit } from './routes';
import { expect, open, test } from './site';

// A trace pictures the page at every stop.
test.use({ trace: 'off' });

test.describe.configure({ timeout: 60_000 });

for (const route of mainRoutes) {
  test(`${route.name}: Tab stops at everything one can act on, in order, and shows where it is`, async ({ page, site }) => {
    await visit(page, site, route);
    const stops = await page.evaluate(number);
    expect(stops[0], 'the first stop').toContain('href="#main"');
    expect(stops.length).toBeGreaterThan(10);
    for (const [index, stop] of stops.entries()) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(look);
      expect(here.index, `stop ${index} of ${stops.length} is ${stop}, not ${here.html}`).toBe(index);
      expect.soft(here.outlined, `shows that the keyboard is at ${stop}`).toBe(true);
      expect.soft(here.seen, `in sight, and covered by nothing: ${stop}`).toBe(true);
    }
    await page.keyboard.press('Tab');
    expect((await page.evaluate(look)).index, 'leaves the page after the last stop').not.toBe(stops.length - 1);
    await page.keyboard.press('Shift+Tab');
    expect((await page.evaluate(look)).index, 'comes back to it').toBe(stops.length - 1);
    await page.keyboard.press('Shift+Tab');
    expect((await page.evaluate(look)).index, 'walks backwards').toBe(stops.length - 2);
  });
}

test('Enter on each link of the header leads there', async ({ page }) => {
  await open(page, '/');
  const links = page.getByRole('navigation', { name: 'Site' }).getByRole('link');
  for (const link of await links.all()) {
    await link.focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL((await link.getAttribute('href'))!);
    await expect(link).toHaveAttribute('aria-current', 'page');
    await expect(link, 'the keyboard stays where it was').toBeFocused();
  }
});

test('a filter is filled in and sent by keyboard', async ({ page }) => {
  await open(page, '/people');
  await page.locator('main input[type="search"]').first().focus();
  await page.keyboard.type('ada');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/people\?.*q=ada/);
  await expect(page.locator('main a[href="/people/ada-okafor"]').first()).toBeVisible();
});

/** Numbers what Tab should stop at, in the order of the document. Runs in the browser. */
function number() {
  const acts = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex], [contenteditable="true"]';
  const stops = [...document.querySelectorAll<HTMLElement>(acts)].filter((element) => {
    // Of radio buttons, the chosen one (or the first) is the stop.
    const group = element instanceof HTMLInputElement && element.type === 'radio' ? [...document.getElementsByName(element.name)] as HTMLInputElement[] : [];
    const another = group.length > 0 && element !== (group.find((radio) => radio.checked) ?? group[0]);
    return element.tabIndex >= 0 && !element.matches(':disabled') && !another && element.checkVisibility({ visibilityProperty: true });
  });
  return stops.map((element, index) => {
    // No attribute: the page is to stay as it is.
    (element as HTMLElement & { stop?: number }).stop = index;
    return (element.cloneNode() as Element).outerHTML;
  });
}

/** Where the keyboard is. Runs in the browser. */
function look() {
  const element = document.activeElement as HTMLElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const [box] = element.getClientRects();
  const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    index: (element as HTMLElement & { stop?: number }).stop ?? -1,
    html: (element.cloneNode() as Element).outerHTML,
    outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && outlineColor !== 'transparent',
    seen: !!top && (element.contains(top) || top.contains(element)),
  };
}
