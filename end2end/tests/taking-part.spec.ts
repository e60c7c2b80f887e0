// Taking part in meetings: all of a series at once, places that are held back, and times to sign up. With JavaScript and without.

import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, test } from './site';
import { found, signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  const mark = javaScriptEnabled ? 'v' : 'w';

  test(`all meetings of a series are answered in one act, ${how}`, async ({ browser, running }) => {
    test.slow();
    const unique = `${mark}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.series.${unique}@example.org`);
    const home = await found(ada, `Readers ${unique}`, 'People who read one book together.');
    await ada.goto(`${home}/new-event`);
    await ada.getByLabel('Title').fill('A chapter');
    await ada.getByLabel('Does it repeat?').selectOption('weekly');
    await ada.getByLabel('Language').selectOption('Welsh');
    await ada.getByRole('button', { name: 'Put it on the calendar' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('A chapter');
    await expect(ada.getByRole('main')).toContainText('Welsh');

    await ada.getByRole('link', { name: 'Answer for all meetings' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Answer for all meetings');
    await check(ada, javaScriptEnabled);
    await ada.getByLabel('I’m coming to all of them').check();
    await ada.getByLabel('What you need to take part').fill('Large print');
    await ada.getByRole('button', { name: 'Answer for all of them' }).click();
    await expect(ada.getByRole('status')).toContainText('You have a place at the');
    await expect(ada.getByRole('main')).toContainText('You are coming');
    await ada.getByRole('link', { name: 'See who comes' }).click();
    await expect(ada.getByRole('main')).toContainText('Large print');
    await check(ada, javaScriptEnabled);
    await ada.context().close();
  });

  test(`places are held back, given by name and released, ${how}`, async ({ browser, running }) => {
    test.slow();
    const unique = `${mark}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.held.${unique}@example.org`);
    const bob = await visitor(browser, running, javaScriptEnabled);
    await signUp(bob, running, `Bob ${unique}`, `bob.held.${unique}@example.org`);
    const home = await found(ada, `Singers ${unique}`, 'People who sing on Mondays.');
    await ada.goto(`${home}/new-event`);
    await ada.getByLabel('Title').fill('A rehearsal');
    await ada.getByLabel('How many can come').fill('2');
    await ada.getByLabel('How many of these places to hold back').fill('1');
    const opens = new Date(Date.now() - 86_400_000).toISOString().slice(0, 16);
    await ada.getByLabel('Sign-up opens').fill(opens);
    await ada.getByRole('button', { name: 'Put it on the calendar' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('A rehearsal');
    await expect(ada.getByRole('main')).toContainText('1 place is free. 1 of 2 places is held back.');
    const event = ada.url().split('?')[0];

    await ada.getByLabel('I’m coming').check();
    await ada.getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(ada.getByRole('status')).toContainText('You have a place');
    await bob.goto(event);
    await bob.getByLabel('Put me on the waiting list').check();
    await bob.getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(bob.getByRole('status')).toContainText('You are on the waiting list');
    await check(bob, javaScriptEnabled);

    await ada.goto(`${event}/people`);
    await expect(ada.getByRole('heading', { name: 'Places held back' })).toBeVisible();
    await check(ada, javaScriptEnabled);
    await ada.getByText('Hold others back, or release them').click();
    await ada.getByLabel('Places to hold back at this meeting').fill('0');
    await ada.getByRole('button', { name: 'Hold so many back' }).click();
    await expect(ada.getByRole('status')).toContainText('No place is held back any more.');
    await bob.goto(event);
    await expect(bob.getByRole('main')).toContainText('You are coming');
    for (const page of [ada, bob]) await page.context().close();
  });
}

async function check(page: Page, javaScriptEnabled: boolean) {
  if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
}
