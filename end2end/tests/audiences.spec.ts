// What was asked among members is shown to everybody only once a lead has read what that means and agreed; with JavaScript and without.

import { violations } from './axe';
import { expect, test } from './site';
import { found, signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  test(`questions are opened to everybody in two steps, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser, running }) => {
    test.slow();
    const unique = `${javaScriptEnabled ? 'a' : 'b'}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.audiences.${unique}@example.org`);
    const home = await found(ada, `Openers ${unique}`, 'People who think before they publish.');
    await ada.goto(`${home}/ask`);
    await ada.getByLabel('Your question, in a line').fill('Who is let go?');
    await ada.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Who is let go?');
    const question = new URL(ada.url()).pathname;
    const reader = await visitor(browser, running, javaScriptEnabled);
    const status = async () => (await reader.request.get(question)).status();
    expect(await status()).toBe(404);

    await ada.goto(`${home}/settings/audiences`);
    await ada.getByLabel('Questions', { exact: true }).selectOption('Everybody');
    await ada.getByRole('button', { name: 'Save' }).click();
    await expect(ada.getByRole('main')).toContainText('1 question with its answers, written for its 1 member, will be readable by everybody on the web.');
    await expect(ada.getByLabel('Questions', { exact: true })).toHaveValue('public');
    if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);
    expect(await status(), 'nothing has changed').toBe(404);
    await ada.getByLabel('Let them read it').check();
    await ada.getByRole('button', { name: 'Save' }).click();
    await expect(ada.getByText('Saved.')).toBeVisible();
    expect(await status()).toBe(200);
  });
}
