// From a question nobody dares to ask under their name to the mail that calls back who answered it.

import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { violations } from './axe';
import { address, expect, load, serve, test } from './site';
import { letter, mails, signUp, visitor } from './visitor';

const TITLE = 'Who may see what I wrote here?';
const NAMELESS = 'Somebody, without their name';

test('asked without a name, answered live, found helpful, accepted, edited by two, and told in a digest', async ({ browser }) => {
  test.slow();
  const folder = await mkdtemp(path.join(tmpdir(), 'guildhall-asking-'));
  const bundle = path.join(folder, 'bundle');
  await mkdir(path.join(bundle, 'communities'), { recursive: true });
  await mkdir(path.join(bundle, 'questions/quiet'), { recursive: true });
  await writeFile(path.join(bundle, 'communities/quiet.md'), '---\nname: Quiet\naudience: {questions: signed_in}\n---\n');
  await writeFile(path.join(bundle, 'questions/quiet/bins.md'), '---\ntitle: Who may see what is in the bins?\nasked: 2026-03-01T10:00:00Z\n---\n');
  await load(folder, bundle);
  let server = serve(folder);
  try {
    const running = { url: await address(server), outbox: path.join(folder, 'outbox') };
    const [ada, bob] = [await visitor(browser, running, true), await visitor(browser, running, true)];
    await signUp(ada, running, 'Ada Asker', 'ada@example.org');
    await signUp(bob, running, 'Bob Bold', 'bob@example.org');
    for (const page of [ada, bob]) {
      await page.goto('/c/quiet');
      await page.getByRole('button', { name: 'Join', exact: true }).click();
      await expect(page.getByRole('main')).toContainText('You belong');
    }
    await bob.goto('/me/notifications/settings');
    for (const matter of ['My answer is accepted', 'Comments on what I wrote or follow']) {
      await bob.getByLabel(matter).selectOption('Once a day, with all else');
    }
    await bob.getByRole('button', { name: 'Save' }).first().click();
    await expect(bob.getByText('What is mailed to you is as you chose.')).toBeVisible();

    // Similar questions first; then without a name, with one line that says who will read it.
    await ada.goto('/c/quiet/ask');
    await expect(ada.locator('body[data-hydrated]')).toBeAttached();
    await ada.getByLabel('Your question, in a line').pressSequentially(TITLE);
    await expect(ada.locator('main').getByRole('link', { name: 'Who may see what is in the bins?' })).toBeVisible();
    await ada.getByLabel('What it takes to answer it').fill('Ever since I wrote about **my boss**.');
    await ada.getByLabel('Without my name').check();
    expect(await violations(ada)).toEqual([]);
    await ada.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText(TITLE);
    await expect(ada.locator('body[data-hydrated]')).toBeAttached();
    const question = new URL(ada.url()).pathname;

    await bob.goto(question);
    await expect(bob.getByRole('main')).toContainText(NAMELESS);
    for (const at of [question, '/c/quiet/questions', '/questions', '/c/quiet/feed.atom', '/people/ada-asker']) {
      const read = await bob.request.get(at);
      expect(read.status(), at).toBe(200);
      const text = (await read.text()).replace(/<header.*?<\/header>/s, '');
      expect(at.startsWith('/people') ? text.includes(TITLE) : text.includes('Ada Asker'), `${at} joins the question to its asker`).toBe(false);
    }

    // The answer comes to the open page by itself, and moves nothing until it is asked for.
    await bob.getByLabel('Your answer').fill('Whoever is signed in, and nobody else.');
    await bob.getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(bob.getByRole('article', { name: 'Answer by Bob Bold' })).toBeVisible();
    const posted = Date.now();
    const answer = ada.getByRole('article', { name: 'Answer by Bob Bold' });
    await expect(ada.getByRole('button', { name: '1 new answer' })).toBeVisible();
    // How soon is noted, and fails nothing: that depends on the machine.
    test.info().annotations.push({ type: 'an answer arrived after', description: `${Date.now() - posted} ms` });
    await expect(answer).toHaveCount(0);
    await ada.getByRole('button', { name: '1 new answer' }).click();
    await expect(answer).toContainText('Whoever is signed in, and nobody else.');
    await bob.context().close();

    await answer.getByRole('button', { name: 'This helped me' }).click();
    await expect(answer).toContainText('1 person found this helpful');
    await answer.getByRole('button', { name: 'Accept this answer' }).click();
    await expect(answer).toContainText('Accepted answer');
    await answer.locator('summary', { hasText: 'Comment' }).click();
    await answer.getByLabel('Your comment').fill('That puts me at ease.');
    await answer.getByRole('button', { name: 'Comment', exact: true }).click();
    await expect(answer).toContainText('That puts me at ease.');
    expect(await violations(ada)).toEqual([]);

    // Of two edits the second is shown the first; neither says whose they are.
    const other = await ada.context().newPage();
    for (const page of [ada, other]) await page.goto(`${question}/edit`);
    for (const [page, body] of [[ada, 'Ever since I wrote about my office.'], [other, 'Ever since I wrote about my pay.']] as const) {
      await page.getByLabel('What it takes to answer it').fill(body);
      await page.getByRole('button', { name: 'Save' }).click();
    }
    await expect(other.getByRole('heading', { name: 'What stands there now' })).toBeVisible();
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(other.getByText('Ever since I wrote about my pay.')).toBeVisible();
    await other.goto(`${question}/history`);
    await expect(other.getByRole('main')).toContainText(NAMELESS);
    await ada.context().close();

    // A day later, after a restart, one mail tells all of it, and leads there.
    const before = await mails(running, 'bob@example.org');
    expect(before.filter((mail) => mail.includes(TITLE))).toEqual([]);
    server.kill();
    await once(server, 'exit');
    server = serve(folder, { CLOCK_AHEAD_HOURS: '25' });
    running.url = await address(server);
    const digest = await letter(running, 'bob@example.org', /are new/);
    expect(digest).toContain(TITLE);
    expect(digest).not.toContain('Ada Asker');
    const cat = await visitor(browser, running, true);
    await cat.goto(new RegExp(`http\\S+${question}\\S*`).exec(digest)![0]);
    await expect(cat.getByRole('heading', { level: 1 }), 'nobody is signed in').not.toHaveText(TITLE);
    await cat.context().close();
  } finally {
    if (server.kill()) await once(server, 'exit');
    await rm(folder, { recursive: true });
  }
});
