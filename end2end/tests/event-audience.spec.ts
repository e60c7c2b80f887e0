// An event for members alone: chosen in its form, said on its page and in lists, and nowhere for anybody else; with JavaScript and without.

import { violations } from './axe';
import { expect, test } from './site';
import { day, found, signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`an event is for members alone, ${how} JavaScript`, async ({ browser, running }) => {
    test.slow();
    const unique = `${javaScriptEnabled ? 'x' : 'y'}${Date.now()}`;
    const [ada, bob] = [await visitor(browser, running, javaScriptEnabled), await visitor(browser, running, javaScriptEnabled)];
    await signUp(ada, running, `Ada ${unique}`, `ada.audience.${unique}@example.org`);
    await signUp(bob, running, `Bob ${unique}`, `bob.audience.${unique}@example.org`);
    const name = `Planners ${unique}`;
    const community = await found(ada, name, 'People who plan.');
    await ada.goto(`${community}/new-event`);
    await ada.getByLabel('Title').fill('Budget round');
    await ada.getByLabel('Day', { exact: true }).fill(day(7));
    await ada.getByLabel('From (optional)').fill('10:00');
    await ada.getByLabel('To (optional)').fill('11:00');
    await ada.getByLabel(`The 1 member of ${name}, not the public`).check();
    if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);
    await ada.getByRole('button', { name: 'Put it on the calendar' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Budget round');
    await expect(ada.getByRole('main')).toContainText(`Only members of ${name} see this event.`);
    if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);
    const event = ada.url().split('?')[0];
    for (const list of [`${community}/events`, `${community}/events?view=month&on=${day(7)}`]) {
      await ada.goto(list);
      await expect(ada.getByRole('main')).toContainText('Members only');
      if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);
    }

    // Who does not belong finds nothing, until they do.
    expect((await bob.goto(event))!.status()).toBe(404);
    await bob.goto(`${community}/events`);
    await expect(bob.getByText('Budget round')).toHaveCount(0);
    await bob.goto(community);
    await bob.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(bob.getByRole('button', { name: 'Join', exact: true })).toHaveCount(0);
    expect((await bob.goto(event))!.status()).toBe(200);
    await expect(bob.getByRole('main')).toContainText(`Only members of ${name} see this event.`);
    for (const page of [ada, bob]) await page.context().close();
  });
}
