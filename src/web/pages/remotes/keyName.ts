import { remotesText } from './text/index.ts'

/** What a key is called: `volumeUp` by its name, `input.HDMI1` as `Input HDMI1`, any other as it is written. */
export function keyName(key: string): string {
  const names = remotesText().keyNames
  const [kind = '', ...rest] = key.split('.')
  const value = rest.join('.')
  return names[key] ?? (value !== '' && names[kind] !== undefined ? `${names[kind]} ${value}` : key)
}
