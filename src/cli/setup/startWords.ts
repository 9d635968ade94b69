import type { Words } from '../../home/asking.ts'

/** What the wizard says of the tunnel and of what it starts. `{x}` is put in. */
export const startWords = {
  tunnel: {
    ko: '터널은 {listen} 으로 이어져야 하고, {path} 경로를 그대로 전달해야 합니다.',
    ja: 'トンネルは {listen} につなぎ、パス {path} をそのまま渡してください。',
    en: 'The tunnel must end at {listen}, and hand on the path {path} as it is.',
  },
  tunnelKind: {
    ko: '어느 터널을 쓸까요? cloudflared, ssh, frp (직접 하거나 그대로 두려면 -)',
    ja: 'どのトンネルを使いますか？ cloudflared、ssh、frp（自分で用意する、またはそのままなら -）',
    en: 'Which tunnel shall lead there? cloudflared, ssh or frp (- for one of your own, or as it is)',
  },
  tunnelWritten: {
    ko: '터널 설정: {file}',
    ja: 'トンネルの設定: {file}',
    en: 'The settings of the tunnel are in {file}.',
  },
  tunnelMissing: {
    ko: '아직 필요한 파일: {files} ({file} 의 설명을 보세요)',
    ja: 'まだ必要なファイル: {files}（{file} の説明を見てください）',
    en: 'Still missing: {files}; how they are made stands in {file}',
  },
  tunnelInstall: {
    ko: '{program} 이(가) 없습니다. 먼저 설치하세요 (docs/ko/tunnel.md)',
    ja: '{program} がありません。先にインストールしてください（docs/ja/tunnel.md）',
    en: '{program} is not on this machine. Install it first (docs/en/tunnel.md says how)',
  },
  tunnelStarted: { ko: '터널을 시작했습니다.', ja: 'トンネルを起動しました。', en: 'The tunnel is running.' },
  tunnelEnded: {
    ko: '이전 터널 {unit} 은(는) 멈추었고, 더는 시작되지 않습니다.',
    ja: '以前のトンネル {unit} は止めました。もう起動しません。',
    en: 'The tunnel before, {unit}, was stopped, and starts no more.',
  },
  tunnelNoUrl: {
    ko: '터널에는 공개 주소가 필요합니다: 답에 publicUrl 을 쓰거나 {file} 의 server: 아래에 쓰세요',
    ja: 'トンネルには公開アドレスが必要です: 回答に publicUrl を書くか、{file} の server: の下に書いてください',
    en: 'a tunnel needs the public address: answer publicUrl, or write it under server: in {file}',
  },
  tunnelOld: {
    ko: '터널 설정에 아직 이전 주소 {host} 가 있습니다: {files}. 고치거나, 설정을 다시 실행해 터널을 고르세요',
    ja: 'トンネルの設定にまだ以前のアドレス {host} があります: {files}。直すか、もう一度設定してトンネルを選んでください',
    en: 'The settings of a tunnel still have the old name {host}: {files}. Mend them, or run setup again and choose the tunnel',
  },
  tunnelStart: {
    ko: '터널을 시작하려면: {command}',
    ja: 'トンネルを起動するには: {command}',
    en: 'To start the tunnel: {command}',
  },
  started: { ko: '서비스를 시작했습니다.', ja: 'サービスを起動しました。', en: 'The service is running.' },
  notStarted: {
    ko: '{unit} 이(가) 시작되지 않았습니다: {why}',
    ja: '{unit} が起動しませんでした: {why}',
    en: '{unit} did not start: {why}',
  },
  start: { ko: '시작하려면: {command}', ja: '起動するには: {command}', en: 'To start it: {command}' },
  permit: {
    ko: '서비스는 아직 {what} 을(를) 쓸 수 없습니다. 허용하려면: {command}',
    ja: 'サービスはまだ {what} を使えません。許可するには: {command}',
    en: 'The service may not use {what} yet. To permit it: {command}',
  },
} as const satisfies Readonly<Record<string, Words>>
