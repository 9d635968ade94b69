import { escaped, logoHtml, page } from '../oauth/loginPage.ts'
import type { Language, LocalizedText } from '../util/translate.ts'

/** The texts of the page that asks for the code of a home. */
const words = {
  title: { ko: '우리 집 코드', ja: 'わが家のコード', en: 'Code of your home' },
  lead: {
    ko: '게이트웨이에서 clova-home link를 실행하면 나오는 12자리 코드를 입력해 주세요.',
    ja: 'ゲートウェイでclova-home linkを実行すると表示される12文字のコードを入力してください。',
    en: 'Enter the code of 12 characters that "clova-home link" shows on your gateway.',
  },
  code: { ko: '코드', ja: 'コード', en: 'Code' },
  next: { ko: '다음', ja: '次へ', en: 'Next' },
  malformed: {
    ko: '코드는 글자와 숫자 12자리입니다.',
    ja: 'コードは英数字12文字です。',
    en: 'A code has 12 letters and digits.',
  },
  offline: {
    ko: '이 코드의 집에 연결할 수 없습니다. 코드를 확인하고, 게이트웨이가 켜져 있고 인터넷에 연결되어 있는지 확인해 주세요.',
    ja: 'このコードの家に接続できません。コードと、ゲートウェイの電源とインターネット接続を確認してください。',
    en: 'The home of this code cannot be reached. Check the code, and that the gateway is on and connected to the internet.',
  },
  tooMany: {
    ko: '시도가 너무 많습니다. 잠시 뒤에 다시 시도해 주세요.',
    ja: '試行回数が多すぎます。しばらくしてからもう一度お試しください。',
    en: 'There were too many attempts. Try again in a while.',
  },
  cannot: { ko: '연결할 수 없습니다', ja: '連携できません', en: 'This cannot be linked' },
  request: {
    ko: '요청이 올바르지 않습니다. CLOVA 앱으로 돌아가 처음부터 다시 시도해 주세요.',
    ja: 'リクエストが正しくありません。CLOVAアプリに戻って最初からやり直してください。',
    en: 'The request is not valid. Go back to the CLOVA app and start again.',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

export type HomePageProblem = 'malformed' | 'offline' | 'tooMany'

/** A form that asks for the code of a home, and sends it with the query of the authorization request. */
export function homeCodePage(language: Language, query: string, problem?: HomePageProblem, typed = ''): string {
  const text = (key: keyof typeof words) => escaped(words[key][language])
  const wrong = problem === undefined ? '' : ' aria-invalid="true" aria-describedby="error" autofocus'
  return page(
    language,
    words.title[language],
    `${logoHtml}
<h1>${text('title')}</h1>
<p class="sub">${text('lead')}</p>
${problem === undefined ? '' : `<p class="alert" role="alert" id="error">${text(problem)}</p>`}
<form method="post" action="/oauth/home">
<input type="hidden" name="query" value="${escaped(query)}">
<label for="home">${text('code')}</label>
<input id="home" name="home" value="${escaped(typed.slice(0, 40))}" autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="40" enterkeyhint="go" required${wrong}>
<button class="go" type="submit">${text('next')}</button>
</form>`,
  )
}

/** The page for a request that is invalid. */
export const invalidRequestPage = (language: Language): string =>
  page(
    language,
    words.cannot[language],
    `${logoHtml}
<h1>${escaped(words.cannot[language])}</h1>
<p class="alert" role="alert">${escaped(words.request[language])}</p>`,
  )
