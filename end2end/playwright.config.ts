import { defineConfig } from '@playwright/test';
import { args, executablePath } from './browser';

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  workers: 2,
  // What passes on a second try is listed as flaky: machines that run this are shared, and stall.
  retries: 1,
  forbidOnly: !!process.env.CI,
  timeout: 30_000,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    reducedMotion: 'reduce',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: { executablePath, args },
  },
});
