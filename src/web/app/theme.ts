import { signal } from '@preact/signals'

export const themes = ['auto', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

const storageKey = 'theme'

/** The theme that the user chose; `auto` follows the system. */
export const theme = signal<Theme>(themes.find((name) => name === localStorage.getItem(storageKey)) ?? 'auto')

/** Shows the page in the chosen theme. */
export function applyTheme(): void {
  if (theme.value === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme.value
}

/** Chooses a theme and remembers it in this browser. */
export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(storageKey, chosen)
  theme.value = chosen
  applyTheme()
}
