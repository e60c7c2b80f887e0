// The screens there are.

import type { Page } from '@playwright/test';
import { open } from './site';

export type Route = {
  name: string;
  at: string;
  /** The screen is the first link of `at`'s content that looks like this. */
  first?: RegExp;
  status?: number;
  /** One of the seven that are also photographed, walked by keyboard, and measured by Lighthouse. `/search` is none of them: robots may not read it, and Lighthouse holds that against a page. */
  main?: true;
};

export const routes: Route[] = [
  { name: 'front page', at: '/', main: true },
  { name: 'communities', at: '/communities', main: true },
  { name: 'community', at: '/c/design', main: true },
  { name: 'events of a community', at: '/c/design/events' },
  { name: 'questions of a community', at: '/c/design/questions' },
  { name: 'pages of a community', at: '/c/design/pages' },
  { name: 'members of a community', at: '/c/everyone/members' },
  { name: 'page', at: '/c/design/pages/playbook', main: true },
  { name: 'page below a page', at: '/c/design/pages/playbook/interviews' },
  { name: 'events', at: '/events', main: true },
  { name: 'event', at: '/events', first: /^\/c\/[^/]+\/events\/./, main: true },
  { name: 'past events', at: '/events?past' },
  { name: 'month', at: '/events?view=month' },
  { name: 'questions', at: '/questions' },
  { name: 'question', at: '/questions', first: /^\/c\/[^/]+\/questions\/./, main: true },
  { name: 'resources', at: '/resources' },
  { name: 'resource', at: '/resources', first: /^\/c\/[^/]+\/resources\/./ },
  { name: 'people', at: '/people' },
  { name: 'profile', at: '/people/ada-okafor' },
  { name: 'organisations', at: '/organisations' },
  { name: 'organisation', at: '/organisations/westmere-digital-office' },
  { name: 'topics', at: '/topics' },
  { name: 'topic', at: '/topics/accessibility' },
  { name: 'search', at: '/search' },
  { name: 'results of a search', at: '/search?q=design' },
  { name: 'sign in', at: '/sign-in' },
  { name: 'sign up', at: '/sign-up' },
  { name: 'forgotten password', at: '/password' },
  { name: 'accessibility statement', at: '/accessibility' },
  { name: 'components', at: '/developer/components' },
  { name: 'nothing', at: '/nothing/is/here', status: 404 },
];

export const mainRoutes = routes.filter(({ main }) => main);

/** The address of a screen, on this site. */
export async function find(site: string, { at, first }: Route): Promise<string> {
  if (!first) return at;
  const html = await (await fetch(site + at)).text();
  const links = [...html.slice(html.indexOf('<main')).matchAll(/ href="([^"]+)"/g)].map(([, link]) => link);
  const found = links.find((link) => first.test(link));
  if (!found) throw new Error(`${at} links to nothing like ${first}`);
  return found;
}

/** Opens a screen, and waits until it is alive. */
export async function visit(page: Page, site: string, route: Route) {
  await open(page, await find(site, route), route.status);
}
