// What a community lives by: questions with their answers, and meetings. With JavaScript and without.

import type { Page } from '@playwright/test';
import { violations } from './axe';
import { expect, test } from './site';
import { signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  const mark = javaScriptEnabled ? 'q' : 'r';

  test(`a question is asked, answered, found helpful and edited by two at once, ${how}`, async ({ browser, running }) => {
    test.slow();
    const unique = `${mark}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.${unique}@example.org`);
    await ada.goto('/c/everyone/ask');
    await ada.getByLabel('Your question, in a line').fill(`How do I borrow the ${unique} projector?`);
    await ada.getByRole('button', { name: 'Look for similar questions first' }).click();
    await expect(ada.getByRole('heading', { name: 'Similar questions' })).toBeVisible();
    await expect(ada.getByLabel('Your question, in a line')).toHaveValue(`How do I borrow the ${unique} projector?`);
    await ada.getByLabel('What it takes to answer it').fill('It is for a **talk** on Friday.');
    await check(ada, javaScriptEnabled);
    await ada.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText(`How do I borrow the ${unique} projector?`);
    await check(ada, javaScriptEnabled);
    const question = ada.url();

    const bob = await visitor(browser, running, javaScriptEnabled);
    await signUp(bob, running, `Bob ${unique}`, `bob.${unique}@example.org`);
    await bob.goto(question);
    await bob.getByLabel('Your answer').fill('Ask at the front desk.');
    await bob.getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(bob.getByRole('article', { name: `Answer by Bob ${unique}` })).toContainText('Ask at the front desk.');

    await ada.goto('/me/notifications');
    await expect(ada.getByRole('main')).toContainText(`Bob ${unique}`);
    await check(ada, javaScriptEnabled);
    await ada.goto(question);
    const answer = ada.getByRole('article', { name: `Answer by Bob ${unique}` });
    await answer.getByRole('button', { name: 'This helped me' }).click();
    await expect(answer).toContainText('1 person found this helpful');
    await answer.getByRole('button', { name: 'Accept this answer' }).click();
    await expect(answer).toContainText('Accepted answer');
    await check(ada, javaScriptEnabled);

    // Of two edits that began at the same time, the second is shown the first, and nothing is lost.
    const other = await ada.context().newPage();
    for (const page of [ada, other]) await page.goto(`${question}/edit`);
    await ada.getByLabel('What it takes to answer it').fill('It is for a talk on Monday.');
    await ada.getByRole('button', { name: 'Save' }).click();
    await expect(ada.getByText('It is for a talk on Monday.')).toBeVisible();
    await other.getByLabel('What it takes to answer it').fill('It is for a workshop.');
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(other.getByRole('heading', { name: 'What stands there now' })).toBeVisible();
    await expect(other.getByLabel('What it takes to answer it')).toHaveValue('It is for a workshop.');
    await check(other, javaScriptEnabled);
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(other.getByText('It is for a workshop.')).toBeVisible();
    for (const page of [ada, bob]) await page.context().close();
  });

  test(`a meeting is put on the calendar, fills up, and is cancelled, ${how}`, async ({ browser, running }) => {
    test.slow();
    const unique = `${mark}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.event.${unique}@example.org`);
    await ada.goto('/communities/new');
    await ada.getByLabel('Name').fill(`Walkers ${unique}`);
    await ada.getByLabel('In one sentence').fill('People who walk while they talk.');
    await ada.getByRole('button', { name: 'Found the community' }).click();
    await expect(ada.getByRole('status')).toContainText('you lead it');
    const home = ada.url().replace('/settings', '');
    await ada.goto(`${home}/events`);
    await ada.getByRole('link', { name: 'New event' }).click();
    await ada.getByLabel('Title').fill('A walk by the river');
    await ada.getByLabel('Does it repeat?').selectOption('weekly');
    await ada.getByLabel('How many can come').fill('1');
    await ada.getByLabel('What to ask those who come').fill('What do you eat? *');
    await check(ada, javaScriptEnabled);
    await ada.getByRole('button', { name: 'Put it on the calendar' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('A walk by the river');
    await expect(ada.getByRole('main')).toContainText('Every week');
    await check(ada, javaScriptEnabled);
    const event = ada.url();

    // Who can’t come is asked nothing; who comes leaves nothing open that is needed.
    await ada.getByLabel('I can’t come').check();
    await expect(ada.getByLabel('What do you eat?')).toBeHidden();
    await ada.getByLabel('I’m coming').check();
    await ada.getByLabel('A word with it').fill('With an umbrella.');
    await ada.getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(ada.getByRole('main')).toContainText('Whoever comes has to answer this.');
    await expect(ada.getByLabel('A word with it')).toHaveValue('With an umbrella.');
    await check(ada, javaScriptEnabled);
    await ada.getByLabel('What do you eat?').fill('Sandwiches');
    await ada.getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(ada.getByRole('status')).toContainText('You have a place');
    const meeting = ada.url();
    const bob = await visitor(browser, running, javaScriptEnabled);
    await signUp(bob, running, `Bob ${unique}`, `bob.event.${unique}@example.org`);
    await bob.goto(meeting);
    await bob.getByLabel('Put me on the waiting list').check();
    await bob.getByLabel('What do you eat?').fill('Nothing');
    await bob.getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(bob.getByRole('status')).toContainText('You are on the waiting list');
    await check(bob, javaScriptEnabled);
    await bob.getByRole('link', { name: 'See who comes' }).click();
    await expect(bob.getByRole('heading', { name: 'Coming (1)' })).toBeVisible();
    await expect(bob.getByRole('main')).not.toContainText('Sandwiches');
    await check(bob, javaScriptEnabled);
    await ada.getByRole('link', { name: 'See who comes' }).click();
    await expect(ada.getByRole('main')).toContainText('Sandwiches');
    await check(ada, javaScriptEnabled);

    await ada.goto(`${event}/edit`);
    await ada.getByText('Cancel it').click();
    await ada.getByLabel('Why').fill('It rains.');
    await ada.getByRole('button', { name: 'Cancel the event' }).click();
    await expect(ada.getByRole('main')).toContainText('This series is cancelled. It rains.');
    for (const page of [ada, bob]) await page.context().close();
  });
}

/** Axe runs where scripts do. */
async function check(page: Page, scripts: boolean) {
  if (scripts) expect(await violations(page)).toEqual([]);
}
