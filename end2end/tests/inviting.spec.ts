// Inviting the people of a table, who are looked through first: with JavaScript and without.

import { violations } from './axe';
import { expect, test } from './site';
import { mailed, signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

  test(`a table of people is looked through before they are invited, ${how}`, async ({ browser, running }) => {
    const unique = `${javaScriptEnabled ? 'c' : 'd'}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.${unique}@example.org`);
    await ada.goto('/communities/new');
    await ada.getByLabel('Name').fill(`Gardeners ${unique}`);
    await ada.getByLabel('In one sentence').fill('People who garden on the roof.');
    await ada.getByRole('button', { name: 'Found the community' }).click();
    await expect(ada.getByRole('status')).toContainText('you lead it');

    const table = `Name;E-mail;Organisation\r\nBob ${unique};bob.${unique}@example.org;Tax Office\r\nNobody;;\r\n`;
    await ada.getByLabel('Or a table of people').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
    await ada.getByRole('button', { name: 'Invite', exact: true }).click();
    await expect(ada.getByRole('heading', { name: 'Whom you invite' })).toBeVisible();
    await expect(ada.getByText('Gets a mail with a link')).toBeVisible();
    await expect(ada.getByText('This row has no e-mail address.')).toBeVisible();
    if (javaScriptEnabled) {
      expect(await violations(ada)).toEqual([]);
    }
    await ada.getByRole('button', { name: 'Invite one person' }).click();
    await expect(ada.getByRole('status')).toContainText('One invitation is on the way');
    expect(await mailed(running, `bob.${unique}@example.org`)).toContain('/invited/');

    // What is typed is looked at first by another button.
    await ada.getByLabel('Whom').fill(`eve.${unique}@example.org`);
    await ada.getByRole('button', { name: 'Look first' }).click();
    await expect(ada.getByRole('button', { name: 'Invite one person' })).toBeVisible();
  });
}
