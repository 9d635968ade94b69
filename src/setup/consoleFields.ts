import type { Edition } from '../clova/edition.ts'
import type { Config } from '../config/load.ts'
import type { LocalizedText } from '../util/translate.ts'

/** What the form needs of the configuration. */
type ConsoleSettings = Pick<Config, 'server' | 'linkingDraft' | 'edition'>

/** One field of the form in the developer console of CLOVA. */
interface ConsoleField {
  /** stable, for scripts and pages */
  readonly key: string
  /** its label in the console of each edition */
  readonly label: Readonly<Record<Edition, string>>
  /** what to enter; undefined if the configuration lacks something */
  value?(settings: ConsoleSettings): string | undefined
  /** what to do where there is nothing to copy */
  readonly note?: LocalizedText
  readonly isSecret?: true
}

/** A public URL of this gateway. */
const at =
  (path: (settings: ConsoleSettings) => string) =>
  (settings: ConsoleSettings): string | undefined =>
    settings.server.publicUrl === undefined ? undefined : new URL(path(settings), settings.server.publicUrl).href

const leaveEmpty: LocalizedText = { ko: '(비워 둡니다)', ja: '（空のままにします）', en: '(leave empty)' }

/** The form, from top to bottom (NAVER's guide "Extension 등록하기"; LINE's has the same fields in English). */
export const consoleFields: readonly ConsoleField[] = [
  {
    key: 'serverUrl',
    label: { kr: 'Extension 서버 URL', jp: 'ExtensionサーバーのURL' },
    value: at(({ server }) => server.path),
  },
  {
    key: 'accountLinking',
    label: { kr: '계정 연결 여부', jp: 'Account linking' },
    note: { ko: '예 (yes)', ja: 'はい (yes)', en: 'yes' },
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
    note: {
      ko: '(자신의 아무 페이지: 스토어에 올릴 때만 쓰이며, 자기 집은 올리지 않습니다)',
      ja: '（自分のページなら何でも: ストアに出すときのもので、自宅は出しません）',
      en: "(any page of yours: it is for the store, where a home of one's own does not go)",
    },
  },
  { key: 'domains', label: { kr: '도메인 리스트', jp: 'Domain list' }, note: leaveEmpty },
  { key: 'scope', label: { kr: '권한 범위', jp: 'Scope' }, note: leaveEmpty },
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
    isSecret: true,
  },
  {
    key: 'clientAuthentication',
    label: { kr: '클라이언트 인증 정보 전송 방식', jp: 'Client authentication scheme' },
    value: () => 'HTTP Basic (Recommended)',
  },
]
