// The HTML that the server sends is valid: of every page that links lead to, as it comes over the wire.

import { HtmlValidate } from 'html-validate';
import { routes } from './routes';
import { expect, test } from './site';
import { signUp, visitor } from './visitor';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // A list may be called something: “Comments”.
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    // What comes from here needs no proof of it.
    'require-sri': ['error', { target: 'crossorigin' }],
  },
});

test('every page is valid HTML, and every link of this site leads somewhere', async ({ site }) => {
  test.setTimeout(300_000);
  const complaints = new Map<string, string[]>();
  const complain = (what: string, at: string) => complaints.set(what, [...(complaints.get(what) ?? []), at]);
  const missing = routes.filter(({ status }) => status === 404).map(({ at }) => at);
  const found = new Set(['/', '/developer/components', ...missing]);
  let pages = 0;
  // A set that grows while it is walked is walked to its end.
  for (const at of found) {
    const response = await fetch(site + at);
    // Whoever reports something signs in first, and so does who founds a community.
    const status = missing.includes(at) ? 404 : /^\/(report\?|communities\/new$)/.test(at) ? 401 : 200;
    if (response.status !== status) complain(`answers ${response.status}`, at);
    const body = await response.text();
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue;
    pages += 1;
    const { results } = await validator.validateString(known(body), at);
    for (const { ruleId, message, selector } of results.flatMap(({ messages }) => messages)) complain(`${ruleId}: ${message} ${selector}`, at);
    // From a month one comes to the next, and to the one after that, for ever: those that a list leads to are enough.
    const further = (link: string) => at.includes('on=') && link.includes('on=');
    for (const link of links(body)) if (!further(link)) found.add(link);
  }
  const list = [...complaints].map(([what, where]) => `${what} (${where.length} times, first at ${where[0]})`);
  expect(list).toEqual([]);
  expect(pages).toBeGreaterThan(routes.length);
});

test('what members and leads see is valid HTML too', async ({ browser, running }) => {
  test.slow();
  const unique = `h${Date.now()}`;
  const lead = await visitor(browser, running, false);
  await signUp(lead, running, `Hana ${unique}`, `hana.${unique}@example.org`);
  await lead.goto('/communities/new');
  await lead.getByLabel('Name').fill(`Valid ${unique}`);
  await lead.getByLabel('In one sentence').fill('We keep to the standard.');
  await lead.getByRole('button', { name: 'Found the community' }).click();
  await expect(lead).toHaveURL(/\/c\/valid-/);
  const [home] = new URL(lead.url()).pathname.match(/^\/c\/[^/]+/)!;
  const own = ['', '/profile', '/security', '/notifications', '/notifications/settings', '/calendar', '/data'].map((at) => `/me${at}`);
  const theirs = ['', '/ask', '/new-event', '/new-event?format=book_club', '/new-page', '/hosting', '/settings', '/settings/about', '/settings/audiences', '/settings/members', '/settings/pages', '/settings/reports', '/settings/log', '/settings/end'];
  const complaints: string[] = [];
  for (const at of [...own, ...theirs.map((at) => home + at), '/report?of=/c/design']) {
    const response = await lead.request.get(at);
    if (response.status() !== 200) complaints.push(`${at} answers ${response.status()}`);
    const { results } = await validator.validateString(known(await response.text()), at);
    for (const { ruleId, message, selector } of results.flatMap(({ messages }) => messages)) complaints.push(`${at} ${ruleId}: ${message} ${selector}`);
  }
  expect(complaints).toEqual([]);
  await lead.context().close();
});

/** The page without what Leptos writes and the validator doesn't know, though browsers do. */
function known(html: string): string {
  return html.replaceAll('<!>', '<!---->'); // where two texts meet: to HTML, an empty comment
}

/** Where a page's links lead on this site. */
function links(html: string): string[] {
  return [...html.matchAll(/<a [^>]*?href="(\/[^"#]*)/g)].map(([, link]) => link.replaceAll('&amp;', '&'));
}
