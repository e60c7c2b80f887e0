// A page is read while it is edited: readers keep their place. Three browsers edit it at once, one of them without a connection for a while; and what they agree on is kept as a version.

import type { Browser } from '@playwright/test';
import { violations } from './axe';
import { again, begins, live, types } from './editing';
import { type Running, expect, test } from './site';

/** Somebody who leads a community with a page of that text, the page's address, and their mail. */
const stage = (browser: Browser, running: Running, name: string, text: string) => begins(browser, running, { name, title: 'Handbook', text });

test('who reads keeps their place while the text above it grows and goes', async ({ browser, running }) => {
  test.slow();
  const paragraphs = Array.from({ length: 80 }, (_, number) => `Paragraph number ${number + 1} of the handbook.`);
  const [ada, address, mail] = await stage(browser, running, 'r', paragraphs.join('\n\n'));
  const reader = await again(browser, running, mail);
  await reader.goto(address);
  await expect(reader.locator('body[data-hydrated]')).toBeAttached();
  const place = reader.getByText('Paragraph number 50 of the handbook.', { exact: true });
  await place.scrollIntoViewIfNeeded();
  await reader.evaluate(() => window.scrollBy(0, 40));
  const top = async () => (await place.boundingBox())!.y;
  const before = await top();
  const first = (await place.elementHandle())!;

  await ada.goto(`${address}/edit`);
  await live(ada);
  await types(ada, 'A new beginning.\n\nAnd more of it.\n\nAnd still more.\n\n', 'Home');
  await live(ada);
  await expect(reader.getByText('And still more.', { exact: true })).toBeAttached();
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  // It is the very paragraph that stood there: what is selected in it stays selected.
  expect(await place.evaluate((element, first) => element === first, first)).toBe(true);

  const text = ada.getByLabel('Text');
  await text.fill((await text.inputValue()).replace('A new beginning.\n\nAnd more of it.\n\nAnd still more.\n\n', ''));
  await live(ada);
  await expect(reader.getByText('And still more.', { exact: true })).toHaveCount(0);
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  await types(ada, '\n\nThe end.', 'End');
  await expect(reader.getByText('The end.', { exact: true })).toBeAttached();
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  expect(await place.evaluate((element, first) => element === first, first)).toBe(true);
  for (const page of [ada, reader]) await page.context().close();
});

test('who has an empty page open reads what is written first, and nothing of it is shown anew that says what it said', async ({ browser, running }) => {
  test.slow();
  const [ada, address, mail] = await stage(browser, running, 'e', '');
  const reader = await again(browser, running, mail);
  await reader.goto(address);
  await expect(reader.locator('body[data-hydrated]')).toBeAttached();
  const nothing = reader.getByText('Nothing is written here yet');
  await expect(nothing).toBeVisible();
  await ada.goto(`${address}/edit`);
  await live(ada);
  await types(ada, '| What | Who |\n| --- | --- |\n| Tea | Ada |\n\nBelow.');
  await expect(reader.getByText('Below.', { exact: true })).toBeVisible();
  await expect(reader.getByRole('cell', { name: 'Tea' })).toBeVisible();
  await expect(nothing).toHaveCount(0);
  expect(await violations(reader)).toEqual([]);

  // What something else has put on it stays as well.
  const table = reader.locator('.prose > .scroll');
  await table.evaluate((element) => element.setAttribute('data-mark', ''));
  await types(ada, ' And more.');
  await expect(reader.getByText('Below. And more.', { exact: true })).toBeVisible();
  await expect(table).toHaveAttribute('data-mark', '');
  for (const page of [ada, reader]) await page.context().close();
});

test('three browsers, one of them without a connection in between, come to the same text', async ({ browser, running }) => {
  test.slow();
  const [ada, address, mail] = await stage(browser, running, 'c', 'Begin.');
  const pages = [ada, await again(browser, running, mail), await again(browser, running, mail)];
  const [, bea, cy] = pages;
  for (const page of pages) {
    await page.goto(`${address}/edit`);
    await live(page);
  }
  await cy.context().setOffline(true);
  await expect(cy.locator('.together-state')).toContainText('Offline');
  await Promise.all([types(ada, 'From Ada. ', 'Home'), types(bea, ' From Bea.', 'End'), types(cy, ' From Cy.', 'End')]);
  for (const page of [ada, bea]) {
    await expect(page.getByLabel('Text')).toHaveValue(/From Ada\./);
    await expect(page.getByLabel('Text')).toHaveValue(/From Bea\./);
    await expect(page.getByLabel('Text')).not.toHaveValue(/From Cy\./);
  }
  await types(cy, 'Before all. ', 'Home');
  await cy.context().setOffline(false);
  for (const page of pages) {
    for (const words of [/From Ada\./, /From Bea\./, /From Cy\./, /Before all\./, /Begin\./]) await expect(page.getByLabel('Text')).toHaveValue(words);
    await live(page);
  }
  const texts = await Promise.all(pages.map((page) => page.getByLabel('Text').inputValue()));
  expect(new Set(texts).size).toBe(1);

  // What they have come to is kept under a name, and all of them go on.
  await ada.locator('summary', { hasText: 'Name this version' }).click();
  await ada.getByLabel('Name of the version').fill('As we agreed');
  expect(await violations(ada)).toEqual([]);
  await ada.getByRole('button', { name: 'Keep the version' }).click();
  await expect(ada.locator('.together-brought')).toHaveText('“As we agreed” stands in the history.');
  await expect(ada.getByLabel('Name of the version')).toHaveValue('');
  await types(bea, ' And on.', 'End');
  await expect(ada.getByLabel('Text')).toHaveValue(/And on\./);
  await cy.goto(`${address}/history`);
  await expect(cy.getByRole('main')).toContainText('“As we agreed”');
  await expect(cy.getByRole('main')).not.toContainText('And on.');
  expect(await violations(cy)).toEqual([]);
  for (const page of pages) await page.context().close();
});

test('the live editor is loaded when editing starts and not before, and weighs at most 175 KB', async ({ browser, running }) => {
  test.slow();
  const [ada, address] = await stage(browser, running, 'w', 'Begin.');
  /** What was loaded of the program, compressed, by its path. */
  const loaded = async () => {
    const entries = await ada.evaluate(() =>
      performance.getEntriesByType('resource').map((entry) => [new URL(entry.name).pathname, (entry as PerformanceResourceTiming).encodedBodySize] as [string, number]),
    );
    return new Map(entries.filter(([path]) => /^\/pkg\/.*\.wasm$/.test(path)));
  };
  await ada.goto(address);
  await expect(ada.locator('body[data-hydrated]')).toBeAttached();
  // What shows the page comes after what is alive on every page.
  await expect.poll(async () => [...(await loaded()).keys()].filter((path) => path.includes('/split_')).length).toBeGreaterThan(0);
  const before = await loaded();
  await ada.getByRole('link', { name: 'Edit', exact: true }).click();
  await live(ada);
  const editor = [...(await loaded())].filter(([path]) => !before.has(path));
  const list = editor.map(([path, bytes]) => `${bytes} ${path}`).join('\n');
  expect(editor.length, 'something is loaded to edit').toBeGreaterThan(0);
  expect(Math.min(...editor.map(([, bytes]) => bytes)), list).toBeGreaterThan(0);
  expect(editor.reduce((sum, [, bytes]) => sum + bytes, 0), list).toBeLessThanOrEqual(175_000);
  await ada.context().close();
});
