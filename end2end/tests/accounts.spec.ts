// Getting in, and what one does then: with JavaScript and without.

import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, test } from './site';
import { mailed, password, signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

  test(`from signing up to leading a community together, ${how}`, async ({ browser, running }) => {
    test.slow();
    const unique = `${javaScriptEnabled ? 'a' : 'b'}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.${unique}@example.org`);
    await expect(ada.getByRole('status')).toContainText('Welcome to Guildhall');
    await check(ada, javaScriptEnabled);

    await ada.getByRole('link', { name: 'Found a community' }).click();
    await check(ada, javaScriptEnabled);
    await ada.getByLabel('Name').fill(`Beekeepers ${unique}`);
    await ada.getByLabel('In one sentence').fill('People who keep bees on the roof.');
    await ada.getByLabel(/^Ask to join/).check();
    await ada.getByRole('button', { name: 'Found the community' }).click();
    await expect(ada.getByRole('status')).toContainText('you lead it');
    await check(ada, javaScriptEnabled);
    const settings = ada.url();

    // One is invited by mail, and makes an account by the link.
    await ada.getByLabel('Whom').fill(`Bob ${unique}, bob.${unique}@example.org`);
    await ada.getByRole('button', { name: 'Invite' }).click();
    await expect(ada.getByRole('status')).toContainText('One invitation is on the way');
    const bob = await visitor(browser, running, javaScriptEnabled);
    await bob.goto(await mailed(running, `bob.${unique}@example.org`));
    await check(bob, javaScriptEnabled);
    await bob.getByLabel('Password').fill(password);
    await bob.getByRole('button', { name: 'Make my account and join' }).click();
    await expect(bob.getByText('You belong to this community.')).toBeVisible();

    // Another asks, and is let in.
    const eve = await visitor(browser, running, javaScriptEnabled);
    await signUp(eve, running, `Eve ${unique}`, `eve.${unique}@example.org`);
    await eve.goto(settings.replace('/settings', ''));
    await eve.getByLabel('A word to the leads').fill('I have three hives.');
    await eve.getByRole('button', { name: 'Ask to join' }).click();
    await expect(eve.getByRole('status')).toContainText('You have asked to join');
    await ada.goto(settings);
    await expect(ada.getByText('I have three hives.')).toBeVisible();
    await check(ada, javaScriptEnabled);
    await ada.getByRole('button', { name: 'Let in' }).click();
    await expect(ada.getByRole('status')).toContainText('belongs now');

    // Bob becomes lead; Ada leaves.
    await ada.getByRole('link', { name: 'Members', exact: true }).last().click();
    await ada.getByRole('link', { name: `Bob ${unique}` }).click();
    await check(ada, javaScriptEnabled);
    await ada.getByLabel(/^Lead:/).check();
    await ada.getByLabel('Title').fill('Co-chair');
    await ada.getByRole('button', { name: 'Give the role' }).click();
    await expect(ada.getByRole('status')).toContainText('Co-chair');
    await ada.goto(settings.replace('/settings', ''));
    await ada.getByText('Leave the community').click();
    await ada.getByRole('button', { name: 'Leave', exact: true }).click();
    await expect(ada.getByRole('status')).toContainText('You no longer belong');
    await bob.goto(settings);
    await expect(bob.getByRole('heading', { level: 1, name: 'Joining' })).toBeVisible();
    for (const page of [ada, bob, eve]) await page.context().close();
  });

  test(`what is wrong with a form stands beside its fields, ${how}`, async ({ browser, running }) => {
    const page = await visitor(browser, running, javaScriptEnabled);
    await page.goto('/sign-up');
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('E-mail').fill('ada@nowhere');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Sign up' }).click();
    const problem = page.getByRole('alert');
    await expect(problem).toContainText('There is a problem');
    await expect(page.getByLabel('Name')).toHaveValue('Ada');
    await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true');
    await check(page, javaScriptEnabled);
    await problem.getByRole('link').first().click();
    await expect(page.getByLabel('E-mail')).toBeFocused();
    await page.context().close();
  });

  test(`a forgotten password is set anew, and sessions end, ${how}`, async ({ browser, running }) => {
    const address = `carol.${javaScriptEnabled ? 'a' : 'b'}${Date.now()}@example.org`;
    const carol = await visitor(browser, running, javaScriptEnabled);
    await signUp(carol, running, 'Carol', address);
    const again = await visitor(browser, running, javaScriptEnabled);
    await again.goto('/password');
    await again.getByLabel('E-mail').fill(address);
    await again.getByRole('button', { name: 'Mail me a link' }).click();
    await again.goto(await mailed(running, address, /\/password\//));
    await again.getByLabel('New password').fill('seven grey owls stayed');
    await again.getByRole('button', { name: 'Set the password' }).click();
    await expect(again.getByRole('status')).toContainText('Your new password is set');
    await again.goto('/me/security');
    await check(again, javaScriptEnabled);
    await again.getByRole('link', { name: 'Personal tokens' }).click();
    await again.getByLabel('Name').fill('My laptop');
    await again.getByLabel('90 days').check();
    await again.getByRole('button', { name: 'Make a token' }).click();
    await expect(again.getByRole('heading', { level: 1 })).toHaveText('Your new token');
    await expect(again.getByText(/^[A-Za-z0-9_-]{43}$/)).toBeVisible();
    await check(again, javaScriptEnabled);
    await again.getByRole('link', { name: 'I have kept it' }).click();
    await expect(again.getByText('Not used yet')).toBeVisible();
    await check(again, javaScriptEnabled);
    await again.getByRole('button', { name: 'Revoke' }).click();
    await expect(again.getByRole('status')).toContainText('“My laptop” opens nothing any more.');
    await carol.goto('/me');
    await expect(carol.getByRole('heading', { name: 'Please sign in' })).toBeVisible();
    for (const page of [carol, again]) await page.context().close();
  });
}

/** Axe runs where scripts do. */
async function check(page: Page, scripts: boolean) {
  if (scripts) expect(await violations(page)).toEqual([]);
}
