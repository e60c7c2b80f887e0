// The HTML that the server sends is valid: every page that can be reached by links, as it comes over the wire.

import { HtmlValidate } from 'html-validate';
import { routes } from './routes';
import { expect, test } from './site';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // A list may be called something: “Comments”.
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    // What comes from here needs no proof of it.
    'require-sri': ['error', { target: 'crossorigin' }],
  },
});

test('every page is valid HTML, and no link leads to nothing', async ({ site }) => {
  test.setTimeout(120_000);
  const complaints: string[] = [];
  const seen = new Set(routes.filter(({ first }) => !first).map(({ at }) => at));
  const nowhere = new Set(routes.filter(({ status }) => status).map(({ at }) => at));
  for (const at of seen) {
    const response = await fetch(site + at);
    if (response.status !== 200 && !nowhere.has(at)) complaints.push(`${at}: answers ${response.status}`);
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue;
    // Leptos marks where texts meet by <!>, which HTML reads as an empty comment and the validator doesn't know.
    const html = (await response.text()).replaceAll('<!>', '<!---->');
    const report = await validator.validateString(html, at);
    for (const { messages } of report.results)
      for (const { ruleId, message, line, offset } of messages) complaints.push(`${at}: ${message} (${ruleId}) ${html.slice(offset, offset + 120).split('\n')[0]} ${line}`);
    for (const link of links(html)) seen.add(link);
  }
  expect([...complaints]).toEqual([]);
  console.log(seen.size, complaints.filter((c) => !c.includes("crossorigin")));
});

/** Where a page's links lead on this site. */
function links(html: string): string[] {
  return [...html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map(([, link]) => link.replaceAll('&amp;', '&'));
}
