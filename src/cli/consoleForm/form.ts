import { randomBytes } from 'node:crypto'
import { groupedHomeId } from '../../config/homeId.ts'
import type { Config } from '../../config/load.ts'
import { readConfig } from '../../gateway/environment.ts'
import { consoleFields } from '../../setup/consoleFields.ts'
import { print, printError, table } from '../../util/terminal.ts'
import { type Language, translator } from '../../util/translate.ts'
import { formMessages } from './messages.ts'

type Translate = ReturnType<typeof createTranslator>
const createTranslator = translator(formMessages)

/** How the form is shown. */
interface FormOptions {
  readonly language?: Language
  readonly isAfterSetup?: boolean
}

/** What is still missing, and how to create it. */
function missing({ server, linkingDraft }: Config, t: Translate, isAfterSetup: boolean): readonly string[] {
  const { clientSecret, users } = linkingDraft
  const hasPort = server.publicUrl !== undefined && new URL(server.publicUrl).port !== ''
  return [
    ...(server.publicUrl === undefined ? [t('url')] : []),
    ...(hasPort ? [t('port')] : []),
    // Each run proposes another secret; after the wizard, which creates and saves one together with a user, none is proposed.
    ...(clientSecret === undefined && !(isAfterSetup && users === 0)
      ? [t('secret', { secret: randomBytes(32).toString('hex') })]
      : []),
    ...(users === 0 ? [t(isAfterSetup ? 'userBySetup' : 'user')] : []),
  ]
}

/** Prints the values for the form of the developer console. @returns the exit code: 1 while something is missing */
export async function showForm(
  file: string,
  json: boolean,
  { language = 'en', isAfterSetup = false }: FormOptions = {},
): Promise<number> {
  const config = await readConfig(file, () => language)
  if (!config) return 1
  const t = createTranslator(language)
  if (config.hub) return showHomeCode(config, config.hub.home, t, json)
  const fields = consoleFields.map(({ key, label, value, note }) => ({
    key,
    label: label[config.edition],
    value: value?.(config) ?? note?.[language],
  }))
  const gaps = missing(config, t, isAfterSetup)
  const { redirectUris } = config.linkingDraft
  if (json) {
    print(
      JSON.stringify({
        fields: Object.fromEntries(fields.map(({ key, value }) => [key, value])),
        redirectUris,
        missing: gaps,
      }),
    )
    return gaps.length > 0 ? 1 : 0
  }
  print(`${t('head')}\n`)
  print(table(fields.map(({ label, value }) => [`  ${label}`, value ?? t('below')])))
  print(`\n${t(redirectUris.length > 1 ? 'redirects' : 'redirect')}\n`)
  for (const uri of redirectUris) print(`  ${uri}`)
  print(`\n${t('otherRedirect')}`)
  for (const what of gaps) printError(`\n${t('missing', { what })}`)
  return gaps.length > 0 ? 1 : 0
}

/**
 * Prints the code of a home behind a hub: who runs the hub fills in the form of the console, and users enter this code.
 * @returns the exit code: 1 while nobody can log in
 */
function showHomeCode(config: Config, home: string, t: Translate, json: boolean): number {
  const code = groupedHomeId(home)
  const gaps = config.linkingDraft.users === 0 ? [t('user')] : []
  if (json) print(JSON.stringify({ home: code, missing: gaps }))
  else {
    print(t('homeCode', { code }))
    for (const what of gaps) printError(`\n${t('missing', { what })}`)
  }
  return gaps.length > 0 ? 1 : 0
}
