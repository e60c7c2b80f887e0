// A page is edited by two browsers at once, one of them without a connection for a while; and by a form, without JavaScript.

import type { Browser, Page } from '@playwright/test';
import { violations } from './axe';
import { again, begins, live, types } from './editing';
import { type Running, expect, test } from './site';

/** Somebody who leads a community with a page, the page's address, and their mail. */
const stage = (browser: Browser, running: Running, scripts: boolean) =>
  begins(browser, running, { name: scripts ? 't' : 'u', title: 'Charter', text: '# Why\n\nWe meet on Mondays.\n\nAll are welcome.', scripts });

test('two browsers edit a page together, and what is written without a connection comes along', async ({ browser, running }) => {
  test.slow();
  const [ada, address, mail] = await stage(browser, running, true);
  const other = await again(browser, running, mail);

  for (const page of [ada, other]) {
    await page.goto(`${address}/edit`);
    await live(page);
  }
  await expect(ada.getByRole('list', { name: 'Who else is here' })).toContainText('is at line');
  await expect(ada.getByRole('button', { name: 'Save' })).toBeHidden();
  expect(await violations(ada)).toEqual([]);

  await types(ada, '\n\nBring tea.');
  await expect(other.getByLabel('Text')).toHaveValue(/Bring tea\.$/);
  await types(other, '\n\nAnd cake.');
  await expect(ada.getByLabel('Text')).toHaveValue(/Bring tea\.\n\nAnd cake\.$/);
  const preview = ada.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('And cake.');
  const [text, look] = [(await ada.getByLabel('Text').boundingBox())!, (await preview.boundingBox())!];
  expect(look.x, 'the preview stands beside the text where there is room').toBeGreaterThan(text.x + text.width);

  // Undoing takes back what one did, and not what others did.
  await ada.getByLabel('Text').focus();
  await ada.keyboard.press('Control+z');
  await expect(other.getByLabel('Text')).not.toHaveValue(/Bring tea/);
  await expect(ada.getByLabel('Text')).toHaveValue(/And cake\.$/);

  await other.context().setOffline(true);
  await expect(other.locator('.together-state')).toContainText('Offline');
  await types(other, '\n\nWritten on the train.');
  await types(ada, '\n\nWritten at the desk.');
  await expect(ada.getByLabel('Text')).not.toHaveValue(/train/);
  await other.context().setOffline(false);
  await expect(ada.getByLabel('Text')).toHaveValue(/Written on the train\./);
  await expect(other.getByLabel('Text')).toHaveValue(/Written at the desk\./);
  for (const page of [ada, other]) await live(page);
  expect(await ada.getByLabel('Text').inputValue()).toBe(await other.getByLabel('Text').inputValue());

  await ada.getByLabel('Text').focus();
  await ada.keyboard.press('Control+Home');
  await ada.keyboard.press('Shift+End');
  await ada.getByRole('button', { name: 'Italic' }).click();
  await expect(other.getByLabel('Text')).toHaveValue(/^\*# Why\*/);
  await ada.keyboard.press('Control+z');
  await expect(other.getByLabel('Text')).toHaveValue(/^# Why\n/);

  await ada.setViewportSize({ width: 375, height: 700 });
  expect(await ada.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await live(ada);
  await ada.getByRole('link', { name: 'Done' }).click();
  await expect(ada).toHaveURL(address);
  await expect(async () => {
    await ada.reload();
    await expect(ada.getByRole('main')).toContainText('Written on the train.', { timeout: 500 });
  }).toPass();
  for (const page of [ada, other]) await page.context().close();
});

test('what one begins to type is offered whole, pasted text keeps its shape, and carets of others stand in the words', async ({ browser, running }) => {
  test.slow();
  const [ada, address, mail] = await stage(browser, running, true);
  await ada.goto(`${address.split('/pages/')[0]}/new-page`);
  await ada.getByLabel('Title').fill('How we meet');
  await ada.getByLabel('Text').fill('At ten.');
  await ada.getByRole('button', { name: 'Make the page' }).click();
  await expect(ada.getByRole('heading', { level: 1 })).toHaveText('How we meet');
  await ada.goto(`${address}/edit`);
  await live(ada);
  const text = ada.getByLabel('Text');
  const offers = ada.getByRole('listbox', { name: 'Suggestions' });

  // Another page, by the beginning of its title.
  await types(ada, '\n\nSee [[meet');
  await expect(offers.getByRole('option')).toHaveText(['How we meet']);
  await expect(text).toHaveAttribute('aria-activedescendant', 'together-offer-0');
  expect(await violations(ada)).toEqual([]);
  await ada.keyboard.press('Enter');
  await expect(text).toHaveValue(/See \[\[How we meet\]\]$/);
  await expect(offers).toBeHidden();
  await expect(ada.getByRole('region', { name: 'Preview' }).getByRole('link', { name: 'How we meet' })).toBeVisible();

  // A block, by its name; what is escaped from stays as it was typed.
  await types(ada, '\n\n/');
  await expect(offers.getByRole('option')).toHaveCount(8);
  await ada.keyboard.press('Escape');
  await expect(offers).toBeHidden();
  await ada.keyboard.type('ta');
  await expect(offers.getByRole('option').first()).toHaveText('Tasks');
  await ada.setViewportSize({ width: 375, height: 700 });
  await expect(offers).toBeInViewport({ ratio: 1 });
  await ada.setViewportSize({ width: 1280, height: 800 });
  await ada.keyboard.press('ArrowDown');
  await expect(offers.getByRole('option', { selected: true })).toHaveText('Table');
  await offers.getByRole('option', { name: 'Table' }).click();
  await expect(text).toHaveValue(/\n\n\| What \| Who \|\n\| --- \| --- \|\n\|  \|  \|\n$/);
  await expect(text).toBeFocused();
  await ada.keyboard.press('Control+z');
  await expect(text).not.toHaveValue(/What/);

  // What another program copied, with its shape and without its scripts.
  await text.fill('Begin.');
  await ada.keyboard.press('Control+End');
  await text.evaluate((area) => {
    const clipboard = new DataTransfer();
    const html = '<b style="font-weight:normal"><h2>Plan</h2><p>We <span style="font-weight:700">meet</span> <a href="https://a.example/">here</a>.</p><ul><li>Tea</li></ul><script>document.title = "bad"</script><img src=x onerror="document.title = 1"></b>';
    clipboard.setData('text/html', html);
    clipboard.setData('text/plain', 'Plan We meet here. Tea');
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
  });
  await expect(text).toHaveValue('Begin.\n\n## Plan\n\nWe **meet** [here](<https://a.example/>).\n\n- Tea');
  expect(await ada.title()).not.toMatch(/bad|^1$/);

  const other = await again(browser, running, mail);
  await other.goto(`${address}/edit`);
  await live(other);
  await other.getByLabel('Text').focus();
  await other.keyboard.press('Control+Home');
  await other.keyboard.press('ArrowRight');
  await other.keyboard.press('ArrowRight');
  // All at one look: carets are drawn anew whenever somebody writes.
  const before = (page: Page) =>
    page.evaluate(() => {
      const caret = document.querySelector('.caret');
      if (!caret?.parentElement) return undefined;
      const range = document.createRange();
      range.setStart(caret.parentElement, 0);
      range.setEndBefore(caret);
      return range.toString();
    });
  await expect(ada.locator('.caret')).toHaveCount(1);
  await expect.poll(() => before(ada)).toBe('Be');
  await expect(ada.locator('.caret-name')).toContainText('Ada');
  // It stays in the words that others write before.
  await ada.keyboard.press('Control+Home');
  await ada.keyboard.type('So: ');
  await expect.poll(() => before(ada)).toBe('So: Be');
  await expect(ada.locator('.caret-name')).toBeHidden();
  await other.context().close();
  await expect(ada.locator('.caret')).toHaveCount(0);
  await ada.context().close();
});

test('a page is edited by a form, without JavaScript, and of two who edit the same place the second is shown both', async ({ browser, running }) => {
  test.slow();
  const [ada, address] = await stage(browser, running, false);
  const other = await ada.context().newPage();
  const third = await ada.context().newPage();
  for (const page of [ada, other, third]) await page.goto(`${address}/edit`);
  await ada.getByLabel('Text').fill('# Why\n\nWe meet on Fridays.\n\nAll are welcome.');
  await ada.getByRole('button', { name: 'Save' }).click();
  await expect(ada.getByRole('main')).toContainText('We meet on Fridays.');
  await other.getByLabel('Text').fill('# Why\n\nWe meet on Mondays.\n\nEverybody is welcome.');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('main')).toContainText('We meet on Fridays.');
  await expect(other.getByRole('main')).toContainText('Everybody is welcome.');
  await third.getByLabel('Text').fill('# Why\n\nWe meet on Sundays.\n\nAll are welcome.');
  await third.getByRole('button', { name: 'Save' }).click();
  await expect(third.getByRole('heading', { name: 'What stands there now' })).toBeVisible();
  await expect(third.getByLabel('Text')).toHaveValue(/We meet on Sundays\./);
  await ada.context().close();
});

test('two tabs of one browser keep what each wrote without a connection, and what a page has no room for stays out', async ({ browser, running }) => {
  test.slow();
  const [ada, address] = await stage(browser, running, true);
  const tab = await ada.context().newPage();
  for (const page of [ada, tab]) {
    await page.goto(`${address}/edit`);
    await live(page);
  }
  const kept = () => ada.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('guildhall:/live/pages/')).length);
  await ada.context().setOffline(true);
  for (const page of [ada, tab]) await expect(page.locator('.together-state')).toContainText('Offline');
  await types(ada, '\n\nFrom the first.');
  await types(tab, '\n\nFrom the second.');
  await expect.poll(kept).toBe(2);
  await tab.close();
  await ada.context().setOffline(false);
  await live(ada);
  // The first tab forgets its own, and not the other's.
  await expect.poll(kept).toBe(1);
  await ada.goto(`${address}/edit`);
  await live(ada);
  const text = ada.getByLabel('Text');
  await expect(text).toHaveValue(/From the first\./);
  await expect(text).toHaveValue(/From the second\./);
  await expect.poll(kept).toBe(0);

  const before = await text.inputValue();
  await text.fill('x'.repeat(600 * 1024));
  await expect(ada.locator('.together-state')).toContainText('room for 512 KB');
  await expect(text).toHaveValue(before);
  await types(ada, ' More.');
  await live(ada);
  await ada.context().close();
});

test('a tab of another release is told to load the page anew, and loses nothing', async ({ browser, running }) => {
  const [ada, address] = await stage(browser, running, true);
  await ada.goto(`${address}/edit`);
  await live(ada);
  const preview = '**/live/pages/*/preview';
  await ada.route(preview, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'x-release': '/pkg/another.js' } });
  });
  await types(ada, '\n\nBring tea.');
  await expect(ada.locator('.together-state')).toContainText('load this page anew');
  await types(ada, ' And cake.');
  await ada.unroute(preview);
  await ada.reload();
  await live(ada);
  await expect(ada.getByLabel('Text')).toHaveValue(/Bring tea\. And cake\.$/);
  await ada.context().close();
});
