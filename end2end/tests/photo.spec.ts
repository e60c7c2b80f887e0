// A photo of oneself: chosen, shown, refused and removed, with JavaScript and without.

import path from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, test } from './site';
import { signUp, visitor } from './visitor';

/** A picture, wider than it is high. */
const picture = path.join(__dirname, '../screenshot.png');

for (const javaScriptEnabled of [true, false]) {
  test(`a photo is chosen, seen by others and removed, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser, running }) => {
    test.slow();
    const page = await visitor(browser, running, javaScriptEnabled);
    const name = `Vera ${javaScriptEnabled ? 'a' : 'b'}${Date.now()}`;
    await signUp(page, running, name, `vera.${name.split(' ')[1]}@example.org`);
    await page.goto('/me/profile');
    await page.getByLabel('A picture of you').setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
    await page.getByRole('button', { name: 'Use this photo' }).click();
    await expect(page.getByRole('alert')).toContainText('This is no picture that can be shown here.');
    await expect(page.getByLabel('A picture of you')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('A picture of you').setInputFiles(picture);
    await page.getByRole('button', { name: 'Use this photo' }).click();
    await expect(page.getByRole('status')).toContainText('Your photo is set.');
    expect(await loaded(page, 'header img.avatar')).toBe(96);
    expect(await loaded(page, 'main img.avatar')).toBe(320);
    if (javaScriptEnabled) expect(await violations(page)).toEqual([]);

    const other = await visitor(browser, running, javaScriptEnabled);
    await other.goto(`/people?q=${encodeURIComponent(name)}`);
    expect(await loaded(other, 'main img.avatar')).toBe(96);
    await other.getByRole('link', { name, exact: true }).click();
    await expect(other.getByRole('heading', { level: 1, name })).toBeVisible();
    expect(await loaded(other, 'main img.avatar')).toBe(320);
    if (javaScriptEnabled) expect(await violations(other)).toEqual([]);

    await page.getByRole('button', { name: 'Remove the photo' }).click();
    await expect(page.getByRole('status')).toContainText('Your photo is removed.');
    await expect(page.locator('img.avatar')).toHaveCount(0);
    for (const one of [page, other]) await one.context().close();
  });
}

/** How wide the picture behind an element is, once it is there. */
async function loaded(page: Page, selector: string): Promise<number> {
  const src = await page.locator(selector).first().getAttribute('src');
  const answer = await page.request.get(src!);
  expect(answer.headers()['content-type']).toBe('image/jpeg');
  return jpegWidth(await answer.body());
}

/** The width that the frame of a JPEG says. */
function jpegWidth(file: Buffer): number {
  let at = 2;
  while (file[at + 1] < 0xc0 || file[at + 1] > 0xc2) at += 2 + file.readUInt16BE(at + 2);
  return file.readUInt16BE(at + 7);
}
