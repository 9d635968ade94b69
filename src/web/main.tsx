import { render } from 'preact'
import { App } from './app/app.tsx'
import { applyTheme } from './app/theme.ts'
import { loadLanguage } from './i18n/index.ts'
import { startClock } from './i18n/time.ts'

applyTheme()
startClock()
const root = document.getElementById('app')
if (root) void loadLanguage().then(() => render(<App />, root))
