// Finding questions, and the topics one asks about.

import { violations } from './axe';
import { expect, test } from './site';
import { signUp, visitor } from './visitor';

for (const javaScript of [true, false]) {
  test(`a list of questions is searched inside ${javaScript ? 'with' : 'without'} JavaScript`, async ({ browser, running }) => {
    test.slow();
    const unique = `f${javaScript ? 1 : 0}x${Date.now()}`;
    const ada = await visitor(browser, running, javaScript);
    await signUp(ada, running, `Ada ${unique}`, `ada.${unique}@example.org`);
    await ada.goto('/c/everyone/ask');
    await ada.getByLabel('Your question, in a line').fill(`Where is the ${unique}?`);
    await ada.getByLabel('What it takes to answer it').fill(`The inner${unique} word.`);
    await ada.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText(`Where is the ${unique}?`);
    await ada.goto('/questions');
    await ada.getByLabel('Find').fill(`inner${unique}`);
    await ada.getByRole('button', { name: 'Show' }).click();
    await expect(ada).toHaveURL(new RegExp(`q=inner${unique}`));
    await expect(ada.locator('main').getByRole('link', { name: `Where is the ${unique}?` })).toBeVisible();
    await expect(ada.locator('.questions > li')).toHaveCount(1);
    // Without JavaScript nothing can look for them.
    if (javaScript) expect(await violations(ada)).toEqual([]);
    await ada.locator('.questions').getByRole('link', { name: `Ada ${unique}` }).click();
    await expect(ada.getByText(`Asked by: Ada ${unique}`)).toBeVisible();
    await ada.getByRole('link', { name: 'Clear all' }).click();
    await expect(ada.getByText(`Asked by: Ada ${unique}`)).toHaveCount(0);
    await ada.context().close();
  });
}

test('each topic of several is completed, where one asks and where one edits', async ({ browser, running }) => {
  const unique = `t${Date.now()}`;
  const bob = await visitor(browser, running, true);
  await signUp(bob, running, `Bob ${unique}`, `bob.${unique}@example.org`);
  await bob.goto('/c/everyone/ask');
  for (const at of ['/ask', '/edit']) {
    await expect(bob).toHaveURL(new RegExp(`${at}$`));
    await expect(bob.locator('body[data-hydrated]')).toBeAttached();
    const topics = bob.getByLabel('Topics');
    const offered = bob.locator('datalist option').first();
    const word = await offered.getAttribute('value');
    await topics.pressSequentially('Something, a');
    await expect(offered).toHaveAttribute('value', `Something, ${word}`);
    await topics.fill('');
    await expect(offered).toHaveAttribute('value', word ?? '');
    if (at === '/edit') break;
    await bob.getByLabel('Your question, in a line').fill(`Which topic has ${unique}?`);
    await bob.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(bob.getByRole('heading', { level: 1 })).toHaveText(`Which topic has ${unique}?`);
    await bob.goto(`${bob.url()}/edit`);
  }
  await bob.context().close();
});
