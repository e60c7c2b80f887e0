// Pictures of the main screens, for people to look at: target/screens. Nothing compares them.

import path from 'node:path';
import { mainRoutes, visit } from './routes';
import { test } from './site';

const folder = path.join(__dirname, '../../target/screens');

for (const route of mainRoutes) {
  test(`${route.name}: photographed`, async ({ page, site }) => {
    await visit(page, site, route);
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: path.join(folder, `${route.name.replaceAll(' ', '-')}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
  });
}
