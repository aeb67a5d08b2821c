import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './chromium';

/**
 * A headless Chromium. It loads nothing but pages of the test's own, so it runs without a sandbox,
 * which neither root nor a container without user namespaces could give it.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executable, env } = await findChromium();
  return chromium.launch({
    executablePath: executable,
    chromiumSandbox: false,
    env: { ...process.env, ...env },
    args: [
      ...['--disable-quic', '--no-first-run', '--no-zygote', '--disable-gpu'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}
