// What happens on a page that stays open, while somebody else writes.

import { violations } from './axe';
import { expect, test } from './site';
import { signUp, visitor } from './visitor';

test('an answer arrives on an open page, waits for its reader, and rings the bell', async ({ browser, running }) => {
  test.slow();
  const unique = `l${Date.now()}`;
  const ada = await visitor(browser, running, true);
  await signUp(ada, running, `Ada ${unique}`, `ada.live.${unique}@example.org`);
  await ada.goto('/c/everyone/ask');
  await ada.getByLabel('Your question, in a line').fill(`Who has the ${unique} key?`);
  await ada.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(ada.getByRole('heading', { level: 1 })).toHaveText(`Who has the ${unique} key?`);
  const question = ada.url();
  await expect(ada.locator('body[data-hydrated]')).toBeAttached();
  await expect(ada.getByRole('link', { name: 'Notifications', exact: true })).toBeVisible();

  const bob = await visitor(browser, running, true);
  await signUp(bob, running, `Bob ${unique}`, `bob.live.${unique}@example.org`);
  await bob.goto(question);

  // What she types stays, whatever arrives.
  await ada.locator('summary', { hasText: 'Comment' }).click();
  await ada.getByLabel('Your comment').fill('I have looked');
  await bob.getByLabel('Your answer').fill('The caretaker has it.');
  await bob.getByRole('button', { name: 'Answer', exact: true }).click();
  const answer = ada.getByRole('article', { name: `Answer by Bob ${unique}` });
  const news = ada.getByRole('button', { name: '1 new answer' });
  await expect(news).toBeVisible();
  await expect(answer).toHaveCount(0);
  await expect(ada.getByRole('link', { name: 'Notifications, 1 new' })).toBeVisible();
  expect(await violations(ada)).toEqual([]);
  await news.click();
  await expect(answer).toContainText('The caretaker has it.');
  await expect(news).toHaveCount(0);
  await expect(ada.getByRole('heading', { name: '1 answer' })).toBeVisible();
  await expect(ada.locator('#comment-0-body')).toHaveValue('I have looked');
  expect(await violations(ada)).toEqual([]);

  // Numbers and what is accepted change in place, also for somebody who is not signed in.
  const eve = await visitor(browser, running, true);
  await eve.goto(question);
  await expect(eve.locator('body[data-hydrated]')).toBeAttached();
  await answer.getByRole('button', { name: 'This helped me' }).click();
  const seen = eve.getByRole('article', { name: `Answer by Bob ${unique}` });
  await expect(seen).toContainText('1 person found this helpful');
  await ada.getByRole('article', { name: `Answer by Bob ${unique}` }).getByRole('button', { name: 'Accept this answer' }).click();
  await expect(seen).toContainText('Accepted answer');
  expect(await violations(eve)).toEqual([]);
  for (const page of [ada, bob, eve]) await page.context().close();
});
