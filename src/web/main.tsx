import { options, render } from 'preact'
import { App } from './app/app.tsx'
import { applyTheme } from './app/theme.ts'
import { loadLanguage } from './i18n/index.ts'
import { startClock } from './i18n/time.ts'

// Each pass of drawing is a task of its own, so that a large home is drawn in several short ones.
const passes = new MessageChannel()
const waiting: (() => void)[] = []
passes.port1.onmessage = () => waiting.shift()?.()
options.debounceRendering = (draw) => {
  waiting.push(draw)
  passes.port2.postMessage(undefined)
}

applyTheme()
startClock()
const root = document.getElementById('app')
if (root) void loadLanguage().then(() => render(<App />, root))
