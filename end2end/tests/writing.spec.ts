// What one begins to write and does not post.

import { violations } from './axe';
import { expect, test } from './site';
import { signUp, visitor } from './visitor';

const TITLE = 'Your question, in a line';
const BODY = 'What it takes to answer it';

test('what one writes is kept by itself, and questions like it appear while one types', async ({ browser, running }) => {
  test.slow();
  const unique = `w${Date.now()}`;
  const ada = await visitor(browser, running, true);
  await signUp(ada, running, `Ada ${unique}`, `ada.${unique}@example.org`);
  await ada.goto('/c/everyone/ask');
  await ada.getByLabel(TITLE).fill(`Where does the ${unique} lantern hang?`);
  await ada.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(ada.getByRole('heading', { level: 1 })).toHaveText(`Where does the ${unique} lantern hang?`);

  await ada.goto('/c/everyone/ask');
  await expect(ada.locator('body[data-hydrated]')).toBeAttached();
  await ada.getByLabel(TITLE).pressSequentially(`Where does the ${unique} lantern`);
  await expect(ada.getByRole('status').filter({ hasText: 'Perhaps one of these is your question' })).toBeVisible();
  await expect(ada.locator('main').getByRole('link', { name: `Where does the ${unique} lantern hang?` })).toBeVisible();
  expect(await violations(ada)).toEqual([]);
  const kept = ada.waitForResponse((answer) => answer.request().postData()?.includes('save=quietly') === true);
  await ada.getByLabel(BODY).fill('I have looked in the hall.');
  expect((await kept).status()).toBe(200);
  await ada.goto('/questions?show=mine');
  await expect(ada.getByText('Begun and not posted.')).toBeVisible();
  await ada.goto('/c/everyone/ask');
  await expect(ada.getByText('What you began to write is still here')).toBeVisible();
  await expect(ada.getByLabel(BODY)).toHaveValue('I have looked in the hall.');
  await ada.getByRole('button', { name: 'Discard it' }).click();
  await expect(ada.getByLabel(BODY)).toHaveValue('');
  await ada.context().close();
});

test('without JavaScript a button keeps it', async ({ browser, running }) => {
  const unique = `s${Date.now()}`;
  const bob = await visitor(browser, running, false);
  await signUp(bob, running, `Bob ${unique}`, `bob.${unique}@example.org`);
  await bob.goto('/c/everyone/ask');
  await bob.getByLabel(BODY).fill('I do not know how to begin.');
  await bob.getByRole('button', { name: 'Save draft' }).click();
  await expect(bob.getByText('Kept, for you alone.')).toBeVisible();
  await bob.goto('/c/everyone/ask');
  await expect(bob.getByLabel(BODY)).toHaveValue('I do not know how to begin.');
  await bob.context().close();
});

test('tools mark words, and what does not arrive is kept in the browser', async ({ browser, running }) => {
  const unique = `k${Date.now()}`;
  const eve = await visitor(browser, running, true);
  await signUp(eve, running, `Eve ${unique}`, `eve.${unique}@example.org`);
  await eve.goto('/c/everyone/ask');
  await expect(eve.locator('body[data-hydrated]')).toBeAttached();
  const body = eve.getByLabel(BODY);
  await body.fill('the lamp');
  await body.press('Shift+Control+ArrowLeft');
  await eve.getByRole('toolbar', { name: 'Markdown' }).getByRole('button', { name: 'Bold' }).click();
  await expect(body).toHaveValue('the **lamp**');
  await body.press('Control+i');
  await expect(body).toHaveValue('the ***lamp***');
  await body.press('Control+z');
  await expect(body).toHaveValue('the **lamp**');
  expect(await violations(eve)).toEqual([]);

  const lost = eve.waitForEvent('requestfailed', (request) => request.url().includes('/do/'));
  await eve.route('**/do/**', (route) => (route.request().postData()?.includes('save=quietly') ? route.abort() : route.continue()));
  await body.fill('the lamp, and what else does not arrive');
  await lost;
  await eve.goto('/c/everyone/ask');
  await expect(eve.getByText('this browser kept it')).toBeVisible();
  expect(await violations(eve)).toEqual([]);
  await eve.getByRole('button', { name: 'Bring it back' }).click();
  await expect(body).toHaveValue('the lamp, and what else does not arrive');
  await eve.unroute('**/do/**');
  const kept = eve.waitForResponse((answer) => answer.request().postData()?.includes('save=quietly') === true);
  await body.press('End');
  await body.pressSequentially('!');
  expect((await kept).status()).toBe(200);
  await eve.reload();
  await expect(body).toHaveValue('the lamp, and what else does not arrive!');
  await expect(eve.getByText('this browser kept it')).toHaveCount(0);
  await eve.context().close();
});
