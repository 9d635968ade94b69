import { randomBytes } from 'node:crypto'
import type { Edition } from '../clova/dialect.ts'
import type { Config } from '../config/load.ts'
import { complain, print, table } from './command.ts'
import { readConfig } from './world.ts'

/** One field of the form in CLOVA's developer console. */
interface Field {
  /** how a script calls it */
  readonly key: string
  /** as it stands in the console of each edition */
  readonly label: Readonly<Record<Edition, string>>
  /** what to enter; nothing where something is missing here */
  value(config: Config): string | undefined
}

/** An address of this gateway as CLOVA sees it. */
const at = (path: (config: Config) => string) => (config: Config) =>
  config.server.publicUrl === undefined ? undefined : new URL(path(config), config.server.publicUrl).href

/** The form, from top to bottom (NAVER's guide "Extension 등록하기"; LINE's has the same fields in English). */
const form: readonly Field[] = [
  {
    key: 'serverUrl',
    label: { kr: 'Extension 서버 URL', jp: 'ExtensionサーバーのURL' },
    value: at(({ server }) => server.path),
  },
  { key: 'accountLinking', label: { kr: '계정 연결 여부', jp: 'Account linking' }, value: () => 'yes' },
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
    value: () => "(any page of yours: it is for the store, where a home of one's own does not go)",
  },
  { key: 'domains', label: { kr: '도메인 리스트', jp: 'Domain list' }, value: () => '(leave empty)' },
  { key: 'scope', label: { kr: '권한 범위', jp: 'Scope' }, value: () => '(leave empty)' },
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

/** What is still missing, and what makes it. */
function missing({ server, linkingDraft }: Config): readonly string[] {
  return [
    ...(server.publicUrl === undefined
      ? [
          "the address of your tunnel. Write it under server: in the configuration, as publicUrl: 'https://home.example.com'",
        ]
      : []),
    ...(server.publicUrl !== undefined && new URL(server.publicUrl).port !== ''
      ? ['port 443: CLOVA comes to no other, and the publicUrl has one']
      : []),
    ...(linkingDraft.clientSecret === undefined
      ? [
          `the client's secret. This one was just made for you; put it into secrets.yaml:
      linking_client_secret: ${randomBytes(32).toString('hex')}
    and under linking: write
      clientSecret: !secret linking_client_secret`,
        ]
      : []),
    ...(linkingDraft.users === 0
      ? [
          `a user who may log in. Hash a password with: clova-home password
    put what it prints into secrets.yaml, in single quotes:
      family_password: '$scrypt$…'
    and under linking: write
      users: [{ name: family, password: !secret family_password }]`,
        ]
      : []),
  ]
}

/** `clova-home link`. @returns 1 while something is missing */
export async function showForm(file: string, json: boolean): Promise<number> {
  const config = await readConfig(file)
  if (!config) return 1
  const fields = form.map(({ key, label, value }) => ({ key, label: label[config.edition], value: value(config) }))
  const gaps = missing(config)
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
  print("What to enter in CLOVA's developer console, from top to bottom:\n")
  print(table(fields.map(({ label, value }) => [`  ${label}`, value ?? '— (missing, see below)'])))
  print(
    `\nThe console shows a redirect URL. It must be, to the character, ${redirectUris.length > 1 ? 'one of' : 'this'}:\n`,
  )
  for (const uri of redirectUris) print(`  ${uri}`)
  print("\nIf it shows another (with a vendorId, say), write that under linking: as redirectUris: ['https://…'].")
  for (const gap of gaps) complain(`\nStill missing: ${gap}`)
  return gaps.length > 0 ? 1 : 0
}
