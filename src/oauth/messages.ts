import type { Language } from '../util/translate.ts'

/** Why there is no form. */
export type PageProblem = 'client' | 'redirect' | 'request' | 'busy' | 'tooLarge'

/** Everything that a login page says, in one language. */
export interface LoginPageText {
  readonly title: string
  readonly linking: string
  readonly allows: string
  readonly may: readonly string[]
  readonly kept: string
  readonly name: string
  readonly password: string
  readonly submit: string
  readonly cancel: string
  readonly error: string
  readonly wrong: string
  /** @param wait how long, in words */
  readonly tooManyAttempts: (wait: string) => string
  readonly seconds: (n: number) => string
  readonly minutes: (n: number) => string
  readonly stale: string
  readonly cannot: string
  readonly again: string
  readonly problems: Readonly<Record<PageProblem, string>>
}

/** `clova-home` is the name of the command, so it is not translated. */
export const loginPageText: Readonly<Record<Language, LoginPageText>> = {
  ko: {
    title: 'CLOVA 연결',
    linking: '이 집을 CLOVA와 연결합니다',
    allows: '연결하면 CLOVA가 할 수 있는 일',
    may: ['기기 목록과 상태 보기', '음성으로 기기와 장면 조작하기'],
    kept: '비밀번호는 CLOVA에 전달되지 않습니다.',
    name: '사용자 이름',
    password: '비밀번호',
    submit: '로그인하고 연결하기',
    cancel: '취소',
    error: '오류',
    wrong: '사용자 이름 또는 비밀번호가 맞지 않습니다.',
    tooManyAttempts: (wait) => `로그인을 너무 많이 시도했습니다. ${wait} 뒤에 다시 시도해 주세요.`,
    seconds: (n) => `${n}초`,
    minutes: (n) => `${n}분`,
    stale: '페이지를 연 지 너무 오래되었거나 브라우저가 쿠키를 막고 있습니다. 다시 로그인해 주세요.',
    cannot: '연결할 수 없습니다',
    again: 'CLOVA 앱으로 돌아가 처음부터 다시 시도해 주세요.',
    problems: {
      client: '이 요청의 클라이언트 ID가 이 집의 설정과 다릅니다. 집 주인은 sudo clova-home link로 확인할 수 있습니다.',
      redirect:
        '이 요청이 돌아갈 주소는 이 집에 등록되어 있지 않습니다. 집 주인은 sudo clova-home link로 확인할 수 있습니다.',
      request: '요청이 올바르지 않습니다.',
      busy: '지금은 요청이 너무 많습니다. 잠시 뒤에 다시 시도해 주세요.',
      tooLarge: '요청이 너무 큽니다.',
    },
  },
  ja: {
    title: 'CLOVA連携',
    linking: 'この家をCLOVAと連携します',
    allows: '連携するとCLOVAができること',
    may: ['機器の一覧と状態の確認', '声による機器とシーンの操作'],
    kept: 'パスワードがCLOVAに渡ることはありません。',
    name: 'ユーザー名',
    password: 'パスワード',
    submit: 'ログインして連携する',
    cancel: 'キャンセル',
    error: 'エラー',
    wrong: 'ユーザー名またはパスワードが正しくありません。',
    tooManyAttempts: (wait) => `ログインの試行回数が多すぎます。${wait}後にもう一度お試しください。`,
    seconds: (n) => `${n}秒`,
    minutes: (n) => `${n}分`,
    stale: 'ページを開いてから時間が経ちすぎたか、ブラウザがCookieを拒否しています。もう一度ログインしてください。',
    cannot: '連携できません',
    again: 'CLOVAアプリに戻り、最初からやり直してください。',
    problems: {
      client:
        'このリクエストのクライアントIDは、この家の設定と異なります。家の管理者は sudo clova-home link で確認できます。',
      redirect:
        'このリクエストの戻り先は、この家に登録されていません。家の管理者は sudo clova-home link で確認できます。',
      request: 'リクエストが正しくありません。',
      busy: 'ただいまリクエストが混み合っています。しばらくしてからもう一度お試しください。',
      tooLarge: 'リクエストが大きすぎます。',
    },
  },
  en: {
    title: 'Link CLOVA',
    linking: 'You are linking this home to CLOVA',
    allows: 'Once linked, CLOVA may',
    may: ['see your devices and their state', 'control devices and scenes by voice'],
    kept: 'Your password is never given to CLOVA.',
    name: 'User name',
    password: 'Password',
    submit: 'Log in and link',
    cancel: 'Cancel',
    error: 'Error',
    wrong: 'The user name or the password is wrong.',
    tooManyAttempts: (wait) => `Too many attempts to log in. Please try again in ${wait}.`,
    seconds: (n) => (n === 1 ? '1 second' : `${n} seconds`),
    minutes: (n) => (n === 1 ? '1 minute' : `${n} minutes`),
    stale: 'This page was open for too long, or the browser refuses cookies. Please log in again.',
    cannot: 'This cannot be linked',
    again: 'Please go back to the CLOVA app and start again.',
    problems: {
      client:
        'The client ID of this request is not that of this home. Its owner can check it with: sudo clova-home link',
      redirect:
        'The address this request would return to is not one of this home. Its owner can check it with: sudo clova-home link',
      request: 'The request is not a valid one.',
      busy: 'There are too many requests at the moment. Please try again in a while.',
      tooLarge: 'The request is too large.',
    },
  },
}

const languages = ['ko', 'ja', 'en'] as const satisfies readonly Language[]

/**
 * Of our languages the one that a browser prefers; if it wants none of them, the default.
 * @param accepted the header `Accept-Language` (RFC 9110, 12.5.4)
 */
export function preferredLanguage(accepted: string | undefined, defaultLanguage: Language): Language {
  const preferences = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .flatMap((preference) => {
      const [, range = '', q = '1'] =
        /^\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(preference) ?? []
      const language = range === '*' ? defaultLanguage : languages.find((one) => one === range.toLowerCase())
      const quality = Number(q)
      return language && quality > 0 && quality <= 1 ? [{ language, quality }] : []
    })
  // Sorting leaves those that are equal in their order.
  const [best] = preferences.toSorted((a, b) => b.quality - a.quality)
  return best?.language ?? defaultLanguage
}
