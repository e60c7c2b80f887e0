// Thanks to who spoke, from whoever was there: with JavaScript and without.

import { violations } from './axe';
import { expect, test } from './site';
import { day, found, signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`who was at a talk thanks who held it, ${how} JavaScript`, async ({ browser, running }) => {
    test.slow();
    const unique = `${javaScriptEnabled ? 't' : 'u'}${Date.now()}`;
    const [ada, sam, bob] = [
      await visitor(browser, running, javaScriptEnabled),
      await visitor(browser, running, javaScriptEnabled),
      await visitor(browser, running, javaScriptEnabled),
    ];
    await signUp(ada, running, `Ada ${unique}`, `ada.thanks.${unique}@example.org`);
    await signUp(sam, running, `Sam ${unique}`, `sam.thanks.${unique}@example.org`);
    await signUp(bob, running, `Bob ${unique}`, `bob.thanks.${unique}@example.org`);
    const community = await found(ada, `Speakers ${unique}`, 'People who tell each other what they know.');
    await ada.goto(`${community}/new-event`);
    await ada.getByLabel('Title').fill('A talk on forms');
    await ada.getByLabel('Day', { exact: true }).fill(day(-2));
    await ada.getByLabel('From (optional)').fill('10:00');
    await ada.getByLabel('To (optional)').fill('11:00');
    await ada.getByLabel('Speakers (optional)').fill(`@sam-${unique}`);
    await ada.getByRole('button', { name: 'Put it on the calendar' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('A talk on forms');
    const event = ada.url().split('?')[0];

    // Who merely looks was not there, and thanks nobody.
    await bob.goto(event);
    await expect(bob.getByText(`Thank Sam ${unique}`)).toHaveCount(0);
    await ada.goto(`${event}/people`);
    await ada.getByLabel('Somebody who is not on the list').fill(`bob-${unique}`);
    await ada.getByRole('button', { name: 'Check in', exact: true }).click();
    await expect(ada.getByRole('status')).toContainText('is checked in');

    await bob.goto(event);
    await bob.getByText(`Thank Sam ${unique}`).click();
    await bob.getByLabel('What do you thank them for?').fill('I will never again ask for a fax number.');
    if (javaScriptEnabled) expect(await violations(bob)).toEqual([]);
    await bob.getByRole('button', { name: 'Thank them' }).click();
    await expect(bob.getByRole('status')).toContainText(`Sam ${unique} gets your thanks.`);
    await expect(bob.getByRole('main')).toContainText('1 person thanked the speakers.');
    await expect(bob.getByText(`Thank Sam ${unique}`)).toHaveCount(0);

    // The line is for who spoke, there and among what is new for them, and for nobody else.
    await sam.goto(event);
    await expect(sam.getByRole('main')).toContainText('Only you see this');
    await expect(sam.getByRole('main')).toContainText('I will never again ask for a fax number.');
    await sam.goto('/me/notifications');
    await expect(sam.getByRole('main')).toContainText('thanks you for speaking');
    await ada.goto(event);
    await expect(ada.getByRole('main')).not.toContainText('fax number');
    for (const page of [ada, sam, bob]) await page.context().close();
  });
}
