import { defineConfig } from '@playwright/test';

// One page at a time: whatever else runs is in the measurements.
export default defineConfig({ testDir: '.', workers: 1, retries: 0, timeout: 30 * 60_000, reporter: [['dot']], outputDir: '../test-results/lighthouse' });
