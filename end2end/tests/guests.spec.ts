// Guests whom members bring by name and address, and single events that become part of a series; with JavaScript and without.

import { violations } from './axe';
import { expect, test } from './site';
import { day, found, mailed, signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`a single event becomes part of a series, and a guest who can’t come says so without an account, ${how} JavaScript`, async ({ browser, running }) => {
    test.slow();
    const unique = `${javaScriptEnabled ? 'g' : 'h'}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.guests.${unique}@example.org`);
    const home = await found(ada, `Potters ${unique}`, 'People who meet at the kiln.');
    const event = async (title: string, on: string, repeats: string) => {
      await ada.goto(`${home}/new-event`);
      await ada.getByLabel('Title').fill(title);
      await ada.getByLabel('Day', { exact: true }).fill(on);
      await ada.getByLabel('From (optional)').fill('10:00');
      await ada.getByLabel('To (optional)').fill('11:00');
      await ada.getByLabel('Does it repeat?').selectOption(repeats);
      await ada.getByLabel('How many guests each may bring (optional)').fill('2');
      await ada.getByRole('button', { name: 'Put it on the calendar' }).click();
      await expect(ada.getByRole('heading', { level: 1, name: title })).toBeVisible();
    };
    await event('Firing', day(7), 'weekly');
    await event('Raku evening', day(10), 'never');
    const old = ada.url().split('?')[0];
    await ada.getByLabel('I’m coming').check();
    await ada.getByRole('button', { name: 'Answer' }).click();
    await ada.getByText('Bring guests, up to 2').click();
    await ada.getByLabel('Their name').fill('Gil Marsh');
    await ada.getByLabel('Their e-mail address').fill(`gil.${unique}@example.org`);
    await ada.getByRole('button', { name: 'Bring them' }).click();
    await expect(ada.getByRole('status')).toContainText('Gil Marsh has a place');
    if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);

    const gil = await visitor(browser, running, javaScriptEnabled);
    await gil.goto(await mailed(running, `gil.${unique}@example.org`));
    await expect(gil.getByRole('heading', { level: 1, name: 'Raku evening' })).toBeVisible();
    if (javaScriptEnabled) expect(await violations(gil)).toEqual([]);
    await gil.getByRole('button', { name: 'I can’t come' }).click();
    await expect(gil.getByText('You said that you can’t come.')).toBeVisible();

    await ada.goto(`${old}/edit`);
    await ada.getByText('Make this part of a series').click();
    await ada.getByLabel('Which series').selectOption({ label: 'Firing' });
    if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);
    await ada.getByRole('button', { name: 'Make it part of the series' }).click();
    await expect(ada).toHaveURL(new RegExp(`/events/firing/${day(10)}$`));
    await expect(ada.getByRole('heading', { level: 1, name: 'Raku evening' })).toBeVisible();
    await expect(ada.getByText('Gil Marsh')).toBeVisible();
    await gil.goto(old);
    await expect(gil).toHaveURL(new RegExp(`/events/firing/${day(10)}$`));
  });
}
