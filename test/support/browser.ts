import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where Debian and others put it. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']

/** The browser of this machine; nothing if it has none. */
export const chromiumPath = (): string | undefined =>
  [process.env.CHROMIUM, ...places].find((path) => path !== undefined && existsSync(path))

/** Starts it, without a window. @param args more of its switches @throws Error that names what to install */
export async function startBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumPath()
  if (!executablePath)
    throw new Error(
      'there is no Chromium on this machine; install it: apt-get install chromium (or name it by CHROMIUM=…)',
    )
  // Root may not use its sandbox, and CI's container has none.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-proxy-server', ...args] })
}
