import type { LocalizedText } from '../../util/translate.ts'

/** What is wrong with the gateway itself; the detail says which file or address, and why. */
export const gatewayTexts = {
  stateNotWritten: {
    ko: '상태를 디스크에 쓸 수 없어서 메모리에만 있습니다. 다시 시작하면 사라집니다',
    ja: '状態をディスクに書き込めないため、メモリーにだけあります。再起動すると失われます',
    en: 'The state cannot be written to the disk. It is in memory only, and a restart loses it',
  },
  noSignatureKey: {
    ko: 'CLOVA의 서명을 확인할 공개 키가 없어서 CLOVA의 요청을 모두 거절합니다',
    ja: 'CLOVAの署名を確かめる公開鍵がないため、CLOVAの要求をすべて断っています',
    en: "There is no public key to verify CLOVA's signature with, so every request of CLOVA is refused",
  },
  backupFailed: {
    ko: '매일 하는 백업을 만들 수 없습니다',
    ja: '毎日のバックアップを作れません',
    en: 'The daily backup cannot be made',
  },
  adminSocketClosed: {
    ko: '명령줄이 쓰는 소켓을 열 수 없습니다. clova-home 명령이 이 게이트웨이에 닿지 않습니다',
    ja: 'コマンドラインが使うソケットを開けません。clova-homeコマンドがこのゲートウェイに届きません',
    en: 'The socket of the command line cannot be opened: clova-home commands do not reach this gateway',
  },
  dashboardClosed: {
    ko: '대시보드가 설정된 주소에서 기다릴 수 없습니다. 곧 다시 시도합니다',
    ja: 'ダッシュボードが設定のアドレスで待ち受けできません。まもなく再び試します',
    en: 'The dashboard cannot listen on its configured address. It tries again soon',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>
