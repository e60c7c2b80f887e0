// Two answers below one question are reported apart, and whoever looks after it sees which is meant. With JavaScript and without.

import { violations } from './axe';
import { expect, test } from './site';
import { signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

  test(`an answer is reported for itself, and a second word stands with the first, ${how}`, async ({ browser, running }) => {
    test.slow();
    const unique = `${javaScriptEnabled ? 'x' : 'y'}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.report.${unique}@example.org`);
    await ada.goto('/communities/new');
    await ada.getByLabel('Name').fill(`Sailors ${unique}`);
    await ada.getByLabel('In one sentence').fill('People who sail.');
    await ada.getByRole('button', { name: 'Found the community' }).click();
    await expect(ada.getByRole('status')).toContainText('you lead it');
    const home = ada.url().replace('/settings', '');
    await ada.goto(`${home}/ask`);
    await ada.getByLabel('Your question, in a line').fill(`Which knot, ${unique}?`);
    await ada.getByLabel('What it takes to answer it').fill('For a boat.');
    await ada.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText(`Which knot, ${unique}?`);
    const question = ada.url();
    await ada.getByLabel('Your answer').fill('A bowline.');
    await ada.getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(ada.getByRole('article', { name: `Answer by Ada ${unique}` })).toContainText('A bowline.');

    const bob = await visitor(browser, running, javaScriptEnabled);
    await signUp(bob, running, `Bob ${unique}`, `bob.report.${unique}@example.org`);
    await bob.goto(home);
    await bob.getByRole('button', { name: 'Join' }).first().click();
    await expect(bob.getByRole('status').filter({ hasText: 'You belong' })).toBeVisible();
    for (const [word, says] of [['It wastes rope.', 'Thank you.'], ['And time.', 'What you say now stands with it']] as const) {
      await bob.goto(question);
      await bob.getByRole('article', { name: `Answer by Ada ${unique}` }).getByRole('link', { name: 'Report', exact: true }).click();
      await expect(bob.getByRole('heading', { level: 1 })).toHaveText('Report something');
      await bob.getByLabel('It is wrong, and that does harm').check();
      await bob.getByLabel('In your words').fill(word);
      if (javaScriptEnabled) expect(await violations(bob)).toEqual([]);
      await bob.getByRole('button', { name: 'Report it' }).click();
      await expect(bob.getByRole('status').filter({ hasText: says })).toBeVisible();
    }

    await ada.goto(`${home}/settings/reports`);
    await expect(ada.getByRole('main')).toContainText(`Which knot, ${unique}? (answer 1)`);
    await expect(ada.getByRole('main')).toContainText('And time.');
    for (const page of [ada, bob]) await page.context().close();
  });
}
