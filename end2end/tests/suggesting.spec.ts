// What somebody else would have a question say, and how links to this site read.

import { violations } from './axe';
import { expect, test } from './site';
import { signUp, visitor } from './visitor';

for (const scripts of [true, false]) {
  test(`a change is suggested and taken, and an address of this site reads as a title, ${scripts ? 'with' : 'without'} JavaScript`, async ({ browser, running }) => {
    test.slow();
    const unique = `g${Date.now()}${scripts ? 'y' : 'n'}`;
    const ada = await visitor(browser, running, scripts);
    await signUp(ada, running, `Ada ${unique}`, `ada.${unique}@example.org`);
    const ask = async (title: string, body: string) => {
      await ada.goto('/c/everyone/ask');
      await ada.getByLabel('Your question, in a line').fill(title);
      await ada.getByLabel('What it takes to answer it').fill(body);
      await ada.getByRole('button', { name: 'Ask', exact: true }).click();
      await expect(ada.getByRole('heading', { level: 1 })).toHaveText(title);
      return ada.url();
    };
    const first = await ask(`Where does the ${unique} ladder stand?`, 'I looked in the yard.');
    const second = await ask(`Who lends the ${unique} ladder?`, `It is as with ${first} and I need it tomorow.`);
    await expect(ada.getByRole('link', { name: `Where does the ${unique} ladder stand?` })).toBeVisible();

    const bob = await visitor(browser, running, scripts);
    await signUp(bob, running, `Bob ${unique}`, `bob.${unique}@example.org`);
    await bob.goto(second);
    await bob.getByRole('link', { name: 'Suggest a change' }).click();
    await expect(bob.getByRole('heading', { level: 1 })).toHaveText('Suggest a change');
    const text = bob.getByLabel('What it takes to answer it');
    await text.fill((await text.inputValue()).replace('tomorow', 'tomorrow'));
    await bob.getByLabel('Why').fill('A letter was missing.');
    // Without JavaScript nothing can look for them.
    if (scripts) expect(await violations(bob)).toEqual([]);
    await bob.getByRole('button', { name: 'Send the suggestion' }).click();
    await expect(bob.getByText('Thank you. Who wrote it looks at it, or a moderator.')).toBeVisible();

    await ada.goto('/me/notifications');
    await ada.locator('main').getByRole('link').filter({ hasText: unique }).first().click();
    await expect(ada.getByText('A letter was missing.')).toBeVisible();
    if (scripts) expect(await violations(ada)).toEqual([]);
    await ada.getByRole('button', { name: 'Take it' }).click();
    await expect(ada.getByText('Taken: it says so now.')).toBeVisible();
    await ada.goto(second);
    await expect(ada.getByText('I need it tomorrow.')).toBeVisible();
    await bob.goto('/me/notifications');
    await expect(bob.getByText(`Ada ${unique} took your suggestion`)).toBeVisible();
    for (const page of [ada, bob]) await page.context().close();
  });
}
