// Office hours: a question is taken there with one click, is seen on the meeting’s page, and can be taken back; with JavaScript and without.

import { violations } from './axe';
import { expect, test } from './site';
import { day, found, signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  test(`a question is taken to office hours with one click, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ browser, running }) => {
    test.slow();
    const unique = `${javaScriptEnabled ? 'o' : 'p'}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.office.${unique}@example.org`);
    const home = await found(ada, `Helpers ${unique}`, 'People who help.');
    await ada.goto(`${home}/new-event?format=office_hours`);
    await ada.getByLabel('Title').fill('Open door');
    await ada.getByLabel('Day', { exact: true }).fill(day(7));
    await ada.getByRole('button', { name: 'Put it on the calendar' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Open door');
    const office = ada.url().split('?')[0];

    await ada.goto(`${home}/ask`);
    await ada.getByLabel('Your question, in a line').fill('How do we fold it?');
    await ada.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('How do we fold it?');
    await ada.getByRole('button', { name: 'Take it to office hours' }).click();
    await expect(ada.getByRole('main')).toContainText('It is taken to office hours on');
    if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);
    await ada.getByRole('main').getByRole('link', { name: 'Open door' }).click();
    await expect(ada).toHaveURL(office);
    await expect(ada.getByRole('heading', { name: 'Questions brought here' })).toBeVisible();
    if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);
    await ada.getByRole('link', { name: 'How do we fold it?' }).click();
    await ada.getByRole('button', { name: 'Take it back from there' }).click();
    await expect(ada.getByRole('button', { name: 'Take it to office hours' })).toBeVisible();
    await ada.goto(office);
    await expect(ada.getByRole('heading', { name: 'Questions brought here' })).toHaveCount(0);
    await ada.context().close();
  });
}
