// A series from its first date to its feed: made in plain words, filled, waited for, called off in part, changed from one meeting on, and followed by a calendar program; with JavaScript and without.

import { violations } from './axe';
import { expect, test } from './site';
import { day, found, signUp, visitor } from './visitor';

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with' : 'without';

  test(`a series is made, filled, waited for, changed and followed, ${how} JavaScript`, async ({ browser, running }) => {
    test.setTimeout(150_000);
    const unique = `${javaScriptEnabled ? 'm' : 'n'}${Date.now()}`;
    const ada = await visitor(browser, running, javaScriptEnabled);
    await signUp(ada, running, `Ada ${unique}`, `ada.meeting.${unique}@example.org`);
    const community = await found(ada, `Readers ${unique}`, 'People who meet to read.');

    // Its dates are shown first, and nothing is kept yet.
    await ada.goto(`${community}/new-event`);
    if (javaScriptEnabled) await expect(ada.locator('body[data-hydrated]')).toBeAttached();
    await ada.getByLabel('Title').fill('Reading hour');
    await ada.getByLabel('Day', { exact: true }).fill(day(7));
    await ada.getByLabel('From (optional)').fill('10:00');
    await ada.getByLabel('To (optional)').fill('11:00');
    await ada.getByLabel('How often, in your own words (optional)').fill('every week');
    await ada.getByLabel('Until (optional)', { exact: true }).fill(day(50));
    // With JavaScript they stand under the fields as one types.
    const typed = ada.locator('.found-now');
    if (javaScriptEnabled) {
      await expect(typed.getByRole('status')).toContainText('Nothing is kept yet.');
      await expect(typed.getByRole('listitem')).toHaveCount(7);
      await ada.getByLabel('Until (optional)', { exact: true }).fill(day(22));
      await expect(typed.getByRole('listitem')).toHaveCount(3);
      await ada.getByLabel('Until (optional)', { exact: true }).fill(day(50));
      expect(await violations(ada)).toEqual([]);
    }
    await ada.getByLabel('How many can come (optional)').fill('1');
    await ada.getByRole('button', { name: 'Show the dates' }).click();
    await expect(ada.getByRole('main')).toContainText('Nothing is kept yet.');
    await expect(ada.locator('.rows .row')).toHaveCount(7);
    await expect(typed).toHaveCount(0);
    if (javaScriptEnabled) expect(await violations(ada)).toEqual([]);
    await expect(ada.getByLabel('How often, in your own words (optional)')).toHaveValue('every week');
    await ada.getByRole('button', { name: 'Put it on the calendar' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Reading hour');
    await expect(ada.getByRole('main')).toContainText('Every week');
    const series = ada.url().split('?')[0];
    const second = `${series}/${day(14)}`;

    // One place: whoever comes second waits, and moves up.
    await ada.goto(second);
    await ada.getByLabel('I’m coming').check();
    await ada.getByRole('button', { name: 'Answer' }).click();
    await expect(ada.getByRole('main')).toContainText('You are coming');
    const bob = await visitor(browser, running, javaScriptEnabled);
    await signUp(bob, running, `Bob ${unique}`, `bob.meeting.${unique}@example.org`);
    await bob.goto(second);
    await bob.getByLabel('Put me on the waiting list').check();
    await bob.getByRole('button', { name: 'Answer' }).click();
    await expect(bob.getByRole('main')).toContainText('You are on the waiting list');
    await ada.goto(second);
    await expect(ada.getByRole('main')).toContainText('The only place is taken; 1 person waits for one.');
    await ada.getByText('You are coming').click();
    await ada.getByLabel('I can’t come').check();
    await ada.getByRole('button', { name: 'Change my answer' }).click();
    await expect(ada.getByRole('main')).toContainText('You can’t come');
    await bob.goto(second);
    await expect(bob.getByRole('main')).toContainText('You are coming');
    if (javaScriptEnabled) expect(await violations(bob)).toEqual([]);

    // One meeting is called off, and from another on all are later.
    await ada.goto(`${series}/${day(21)}/edit`);
    await ada.getByLabel('This meeting does not take place').check();
    await ada.getByLabel('Why not (optional)').fill('A holiday.');
    await ada.getByRole('button', { name: 'Save' }).click();
    await expect(ada.getByRole('main')).toContainText('A holiday.');
    await ada.goto(`${series}/${day(28)}/edit`);
    await ada.getByRole('link', { name: 'This and all that follow' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toContainText('on');
    await ada.getByLabel('From (optional)').fill('15:00');
    await ada.getByLabel('To (optional)').fill('16:00');
    await ada.getByRole('button', { name: 'Save' }).click();
    await expect(ada.getByRole('main')).toContainText('3 pm to 4 pm');

    // A calendar program reads it all from an address that nobody else knows.
    const fed = async (who: typeof ada) => {
      await who.goto('/me/calendar');
      await who.getByRole('button', { name: 'Make the address' }).click();
      await expect(who.getByRole('status')).toContainText('Here is your address');
      const address = await who.locator('.codes code').textContent();
      const answer = await who.request.get(running.url + new URL(address!.trim()).pathname);
      expect(answer.status()).toBe(200);
      expect(answer.headers()['content-type']).toContain('text/calendar');
      const text = (await answer.text()).replace(/\r\n[ \t]/g, '');
      return text.split('BEGIN:VEVENT').slice(1).map((entry) => entry.split('END:VEVENT')[0]);
    };
    const at = (days: number, clock: string) => `${day(days).replaceAll('-', '')}T${clock}`;
    const hers = await fed(ada);
    expect(hers).toHaveLength(3);
    const [whole, later] = hers.filter((entry) => entry.includes('RRULE:FREQ=WEEKLY'));
    expect(whole).toMatch(new RegExp(`DTSTART[^:]*:${at(7, '100000')}`));
    expect(whole, 'she can’t come then').toMatch(new RegExp(`EXDATE[^:]*:${at(14, '100000')}`));
    expect(later).toMatch(new RegExp(`DTSTART[^:]*:${at(28, '150000')}`));
    const off = hers.find((entry) => entry.includes('RECURRENCE-ID'));
    expect(off).toMatch(new RegExp(`RECURRENCE-ID[^:]*:${at(21, '100000')}`));
    expect(off).toContain('STATUS:CANCELLED');
    const his = await fed(bob);
    expect(his, 'the one meeting that he comes to').toHaveLength(1);
    expect(his[0]).toMatch(new RegExp(`RECURRENCE-ID[^:]*:${at(14, '100000')}`));
    expect(his[0]).toContain('STATUS:CONFIRMED');

    // And it stands in one’s own month.
    await bob.getByRole('link', { name: 'All you come to' }).click();
    await expect(bob.getByRole('heading', { level: 1 })).toHaveText('Events I come to');
    await expect(bob.getByRole('link', { name: 'Reading hour' })).toHaveCount(1);
    await bob.getByRole('navigation', { name: 'How to look at the events' }).getByRole('link', { name: 'Month' }).click();
    await expect(bob).toHaveURL(/view=month.*show=coming/);
    await expect(bob.getByRole('table')).toBeVisible();
    if (javaScriptEnabled) expect(await violations(bob)).toEqual([]);
    await ada.context().close();
    await bob.context().close();
  });
}
