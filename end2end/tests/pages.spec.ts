// What a community writes down: pages are made, named, brought back and put away. With JavaScript and without.

import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, test } from './site';
import { signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  const mark = javaScriptEnabled ? 'p' : 's';

  test(`a page is made, moved, renamed, brought back and archived, ${how}`, async ({ browser, running }) => {
    test.slow();
    const unique = `${mark}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.pages.${unique}@example.org`);
    await ada.goto('/communities/new');
    await ada.getByLabel('Name').fill(`Writers ${unique}`);
    await ada.getByLabel('In one sentence').fill('People who write things down.');
    await ada.getByRole('button', { name: 'Found the community' }).click();
    await expect(ada.getByRole('status')).toContainText('you lead it');
    const home = ada.url().replace('/settings', '');

    // An empty tree says what to do, and templates help.
    await ada.goto(`${home}/pages`);
    await ada.getByRole('link', { name: 'make the first page' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('New page');
    await ada.getByRole('link', { name: 'Playbook', exact: true }).click();
    await expect(ada.getByLabel('Text (optional)')).toHaveValue(/## When to use this/);
    await check(ada, javaScriptEnabled);
    await ada.getByLabel('Text (optional)').fill('Look back, with [[Thanks]].');
    await ada.getByRole('button', { name: 'Make the page' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Playbook');
    await check(ada, javaScriptEnabled);
    const playbook = ada.url();

    // A wanted page is one click away, and both know of each other.
    await ada.getByRole('link', { name: 'Thanks', exact: true }).click();
    await expect(ada.getByLabel('Title', { exact: true })).toHaveValue('Thanks');
    await ada.getByLabel('Below which page').selectOption({ label: 'Playbook' });
    await ada.getByRole('button', { name: 'Make the page' }).click();
    await expect(ada.getByRole('heading', { name: 'Linked from' })).toBeVisible();
    const thanks = ada.url();
    expect(thanks).toBe(`${playbook}/thanks`);

    // A new name, and a new address: the old ones lead there.
    await ada.goto(playbook);
    await ada.getByRole('link', { name: 'Settings', exact: true }).last().click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Settings');
    await ada.getByLabel('Title', { exact: true }).fill('Handbook');
    await ada.getByLabel('End of its address').fill('Our handbook!');
    await check(ada, javaScriptEnabled);
    await ada.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(ada.getByRole('status')).toContainText('Its old address leads here');
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Handbook');
    await ada.goto(thanks);
    await expect(ada).toHaveURL(`${home}/pages/our-handbook/thanks`);

    // What it said before.
    await ada.goto(`${home}/pages/our-handbook/history`);
    await expect(ada.getByRole('heading', { name: /^Revision 2/ })).toBeVisible();
    await check(ada, javaScriptEnabled);
    await ada.getByRole('button', { name: 'Bring this back' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Playbook');

    // Archived: read, and out of the tree.
    await ada.goto(`${home}/pages/our-handbook/thanks/settings`);
    await ada.getByLabel('Archived: kept to be read, and no longer in the tree').check();
    await ada.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(ada.getByText('This page is archived.')).toBeVisible();
    await ada.goto(`${home}/pages`);
    await expect(ada.getByRole('link', { name: 'Thanks' })).toHaveCount(0);

    // Deleted with all below it, and brought back.
    await ada.goto(`${home}/pages/our-handbook/settings`);
    await ada.getByText('Delete this page').click();
    await ada.getByLabel('Why').fill('A mistake.');
    await ada.getByLabel('Delete the 1 page below it as well').check();
    await ada.getByRole('button', { name: 'Delete the page' }).click();
    await expect(ada.getByRole('status')).toContainText('is deleted');
    await check(ada, javaScriptEnabled);
    await ada.getByRole('listitem').filter({ hasText: 'Playbook' }).getByRole('button', { name: 'Bring it back' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Playbook');

    // Somebody who does not edit suggests a change.
    const bob = await visitor(browser, running, javaScriptEnabled);
    await signUp(bob, running, `Bob ${unique}`, `bob.pages.${unique}@example.org`);
    await bob.goto(home);
    await bob.getByRole('button', { name: /^Join/ }).click();
    await bob.goto(`${home}/pages/our-handbook`);
    await bob.getByRole('link', { name: 'Suggest a change' }).click();
    await bob.getByLabel('What the page should say').fill('Look back, and say thanks.');
    await check(bob, javaScriptEnabled);
    await bob.getByRole('button', { name: 'Send the suggestion' }).click();
    await expect(bob.getByRole('status')).toContainText('Thank you');
    await ada.goto(`${home}/settings/pages`);
    await check(ada, javaScriptEnabled);
    await ada.getByRole('button', { name: 'Take it' }).click();
    await expect(ada.getByRole('status')).toContainText('the page says so now');
    await bob.reload();
    await expect(bob.getByText('Look back, and say thanks.')).toBeVisible();
    for (const page of [ada, bob]) await page.context().close();
  });
}

/** Nothing that axe finds; only where scripts run, as axe is one. */
async function check(page: Page, javaScriptEnabled: boolean) {
  if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
}

test('pages are dragged to their place, and a picture is brought to one while it is edited', async ({ browser, running }) => {
  test.slow();
  const unique = `d${Date.now()}`;
  const ada = await visitor(browser, running, true);
  await signUp(ada, running, `Ada ${unique}`, `ada.drags.${unique}@example.org`);
  await ada.goto('/communities/new');
  await ada.getByLabel('Name').fill(`Writers ${unique}`);
  await ada.getByLabel('In one sentence').fill('People who write things down.');
  await ada.getByRole('button', { name: 'Found the community' }).click();
  await expect(ada.getByRole('status')).toContainText('you lead it');
  const home = ada.url().replace('/settings', '');
  for (const title of ['One', 'Two', 'Three']) {
    await ada.goto(`${home}/new-page`);
    await ada.getByLabel('Title').fill(title);
    await ada.getByLabel('Text').fill('Words.');
    await ada.getByRole('button', { name: 'Make the page' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText(title);
  }
  await ada.goto(`${home}/pages`);
  await ada.getByRole('link', { name: 'Put in order' }).click();
  const rows = ada.getByRole('listitem').filter({ has: ada.getByRole('button', { name: /^Move/ }) });
  const titles = ada.locator('.arrange-title');
  await expect(titles).toHaveText(['One', 'Two', 'Three']);
  await ada.waitForFunction(() => document.body.dataset.hydrated);
  expect(await violations(ada)).toEqual([]);
  await rows.last().dragTo(rows.first(), { targetPosition: { x: 60, y: 3 } });
  await expect(ada.getByRole('status').first()).toContainText('“Three” is number 1 of 3 now.');
  await expect(titles).toHaveText(['Three', 'One', 'Two']);
  await ada.getByRole('button', { name: 'Move “Two” below the page before it' }).click();
  await expect(ada.getByRole('status').first()).toContainText('“Two” is number 1 of 1 below “One” now.');
  await ada.setViewportSize({ width: 375, height: 700 });
  expect(await ada.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await ada.setViewportSize({ width: 1280, height: 800 });

  await ada.goto(`${home}/pages/one/two/edit`);
  await expect(ada.locator('.together-state')).toHaveText('Saved');
  const picture = await ada.screenshot({ clip: { x: 0, y: 0, width: 80, height: 60 } });
  await ada.getByLabel('Picture or file').setInputFiles({ name: 'our board.png', mimeType: 'image/png', buffer: picture });
  await expect(ada.getByLabel('Text')).toHaveValue(/!\[.*\]\(.*\/files\/.*\)/);
  const shown = ada.getByRole('region', { name: 'Preview' }).locator('img');
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(80);
  await ada.getByLabel('Picture or file').setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>alert(1)</script>') });
  await expect(ada.locator('.together-brought')).toContainText('page.html');
  await expect(ada.getByLabel('Text')).not.toHaveValue(/page\.html/);

  const network = await ada.context().newCDPSession(ada);
  const uploads = (bytesASecond: number) =>
    network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytesASecond });
  await network.send('Network.enable');
  await uploads(200_000);
  await ada.getByLabel('Picture or file').setInputFiles({ name: 'long.txt', mimeType: 'text/plain', buffer: Buffer.alloc(4_000_000, 'x') });
  const sent = ada.getByRole('progressbar', { name: 'How much of the file is sent' });
  await expect.poll(() => sent.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0);
  await expect(ada.locator('.together-brought')).toContainText('Sending “long.txt”');
  expect(await violations(ada)).toEqual([]);
  await ada.getByRole('button', { name: 'Call off' }).click();
  await expect(ada.locator('.together-brought')).toContainText('“long.txt” was called off.');
  await expect(sent).toBeHidden();
  await expect(ada.getByLabel('Text')).toBeFocused();
  await uploads(-1);
  await ada.getByLabel('Picture or file').setInputFiles({ name: 'short.txt', mimeType: 'text/plain', buffer: Buffer.from('Short.') });
  await expect(ada.getByLabel('Text')).toHaveValue(/\[short\]\(\/files\//);
  await expect(ada.getByLabel('Text')).not.toHaveValue(/long\.txt/);
  await ada.context().close();
});
