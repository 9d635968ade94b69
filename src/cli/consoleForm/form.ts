import { randomBytes } from 'node:crypto'
import type { Edition } from '../../clova/edition.ts'
import type { Config } from '../../config/load.ts'
import { readConfig } from '../../gateway/environment.ts'
import { print, printError, table } from '../../util/terminal.ts'
import { type Language, translator } from '../../util/translate.ts'
import { formMessages } from './messages.ts'

type Translate = ReturnType<typeof createTranslator>
const createTranslator = translator(formMessages)

/** One field of the form in the developer console of CLOVA. */
interface Field {
  /** the key in the JSON output */
  readonly key: string
  /** its label in the console of each edition */
  readonly label: Readonly<Record<Edition, string>>
  /** what to enter; absent if the configuration lacks something */
  value(config: Config, t: Translate): string | undefined
}

/** A public URL of this gateway. */
const at = (path: (config: Config) => string) => (config: Config) =>
  config.server.publicUrl === undefined ? undefined : new URL(path(config), config.server.publicUrl).href

/** The form, from top to bottom (NAVER's guide "Extension 등록하기"; LINE's has the same fields in English). */
const formFields: readonly Field[] = [
  {
    key: 'serverUrl',
    label: { kr: 'Extension 서버 URL', jp: 'ExtensionサーバーのURL' },
    value: at(({ server }) => server.path),
  },
  {
    key: 'accountLinking',
    label: { kr: '계정 연결 여부', jp: 'Account linking' },
    value: (_config, t) => t('yes'),
  },
  {
    key: 'authorizationUrl',
    label: { kr: '로그인 URL', jp: 'Authorization URL' },
    value: at(() => '/oauth/authorize'),
  },
  {
    key: 'clientId',
    label: { kr: '클라이언트 ID', jp: 'Client ID' },
    value: ({ linkingDraft }) => linkingDraft.clientId,
  },
  {
    key: 'privacyPolicyUrl',
    label: { kr: '개인 정보 정책 URL', jp: 'Privacy policy URL' },
    value: (_config, t) => t('anyPage'),
  },
  { key: 'domains', label: { kr: '도메인 리스트', jp: 'Domain list' }, value: (_config, t) => t('empty') },
  { key: 'scope', label: { kr: '권한 범위', jp: 'Scope' }, value: (_config, t) => t('empty') },
  { key: 'accessTokenUri', label: { kr: 'Access token URI', jp: 'Access token URI' }, value: at(() => '/oauth/token') },
  {
    key: 'refreshTokenUri',
    label: { kr: 'Access token 재발급 URI', jp: 'Refresh token URI' },
    value: at(() => '/oauth/token'),
  },
  {
    key: 'clientSecret',
    label: { kr: '클라이언트 secret', jp: 'Client secret' },
    value: ({ linkingDraft }) => linkingDraft.clientSecret,
  },
  {
    key: 'clientAuthentication',
    label: { kr: '클라이언트 인증 정보 전송 방식', jp: 'Client authentication scheme' },
    value: () => 'HTTP Basic (Recommended)',
  },
]

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
  const config = await readConfig(file)
  if (!config) return 1
  const t = createTranslator(language)
  const fields = formFields.map(({ key, label, value }) => ({
    key,
    label: label[config.edition],
    value: value(config, t),
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
