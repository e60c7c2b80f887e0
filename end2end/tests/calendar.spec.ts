// Months and weeks of events: by keyboard, on a phone, and for those who listen; and a series that is changed on its way.

import { violations } from './axe';
import { expect, open, test } from './site';
import { day, found, signUp, visitor } from './visitor';

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

test('the ways to look at events stand in the row of the heading, apart from upcoming and past', async ({ page, site }) => {
  await open(page, `${site}/events`);
  const looks = page.getByRole('navigation', { name: 'How to look at the events' });
  const heading = page.getByRole('heading', { level: 1 });
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 });
    const [beside, title] = [await looks.boundingBox(), await heading.boundingBox()];
    if (!beside || !title) throw new Error('both are there');
    expect(beside.y, `at ${width} px`).toBeLessThan(title.y + title.height);
    expect(beside.x, `at ${width} px`).toBeGreaterThan(title.x + title.width - 1);
  }
  await expect(page.locator('main .switch')).toHaveCount(1);
});

test('a month says beside a meeting when it begins on the reader’s own clock, where that is another', async ({ browser, site }) => {
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo' });
  const page = await context.newPage();
  await page.goto(`${site}/events?view=month`);
  const own = page.getByRole('table').getByText('your time');
  await expect(own.first()).toBeVisible();
  await expect(own.first()).toHaveText(/^(\w{3},? )?\d{1,2}(:\d{2})? [ap]m your time$/);
  expect(await violations(page)).toEqual([]);
  await context.close();
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

for (const javaScriptEnabled of [true, false]) {
  test(`a series goes on otherwise from one meeting on, and who said that they come keeps their place, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser, running }) => {
    test.slow();
    const unique = `${javaScriptEnabled ? 'k' : 'l'}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.series.${unique}@example.org`);
    const community = await found(ada, `Writers ${unique}`, 'People who meet to write.');
    await ada.goto(`${community}/new-event`);
    await ada.getByLabel('Title').fill('Writing hour');
    await ada.getByLabel('Day', { exact: true }).fill(day(7));
    await ada.getByLabel('From (optional)').fill('10:00');
    await ada.getByLabel('To (optional)').fill('11:00');
    await ada.getByLabel('Does it repeat?').selectOption('Every week on this weekday');
    await ada.getByLabel('Until (optional)', { exact: true }).fill(day(50));
    await ada.getByRole('button', { name: 'Put it on the calendar' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Writing hour');
    const series = ada.url().split('?')[0];

    await ada.goto(`${series}/${day(28)}`);
    await ada.getByLabel('I’m coming').check();
    await ada.getByRole('button', { name: 'Answer' }).click();
    await expect(ada.getByRole('main')).toContainText('You are coming');

    await ada.goto(`${series}/${day(21)}/edit`);
    await ada.getByRole('link', { name: 'This and all that follow' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toContainText('on');
    await ada.getByLabel('From (optional)').fill('15:00');
    await ada.getByLabel('To (optional)').fill('16:00');
    await ada.getByRole('button', { name: 'Save' }).click();
    await expect(ada.getByRole('main')).toContainText('3 pm to 4 pm');
    await expect(ada.getByRole('main')).not.toContainText('10 am');
    const after = ada.url().split('?')[0];
    expect(after).not.toBe(series);
    if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);
    // The old address of a meeting leads to where it is now, and with it who comes.
    await ada.goto(`${series}/${day(28)}`);
    await expect(ada).toHaveURL(`${after}/${day(28)}`);
    await expect(ada.getByRole('main')).toContainText('You are coming');
    await ada.goto(series);
    await expect(ada.getByRole('main')).toContainText('10 am to 11 am');
    await expect(ada.getByRole('main')).not.toContainText('3 pm');
    await ada.getByRole('main').getByRole('link', { name: 'Writing hour' }).last().click();
    await expect(ada).toHaveURL(after);
    await ada.context().close();
  });
}
