import { errorsOf, type Language, type LocalizedText, localizer } from '../util/translate.ts'

/** What is told of the service and of systemd. `{x}` is a placeholder. */
const messages = {
  // The status line, which `systemctl status` and `clova-home service status` show
  listening: {
    ko: '{address} 에서 실행 중, 기기 {count}개',
    ja: '{address} で動作中、機器{count}個',
    en: 'listening on {address}, {count} appliance(s)',
  },
  listeningRejected: {
    ko: '{address} 에서 실행 중, 기기 {count}개; 설정을 쓸 수 없습니다: sudo clova-home check',
    ja: '{address} で動作中、機器{count}個; 設定が使えません: sudo clova-home check',
    en: 'listening on {address}, {count} appliance(s); the configuration cannot be used: sudo clova-home check',
  },
  finishing: {
    ko: '하던 일을 마치는 중',
    ja: '処理中のものを終えています',
    en: 'finishing what is under way',
  },

  // Programs of the system
  programFailed: {
    ko: '실패한 명령: {command}: {why}',
    ja: '失敗したコマンド: {command}: {why}',
    en: '{command}: {why}',
  },
  notOnMachine: {
    ko: '이 컴퓨터에 없습니다',
    ja: 'このマシンにありません',
    en: 'it is not on this machine',
  },
  noSystemd: {
    ko: '이 컴퓨터에서는 systemd가 실행되고 있지 않습니다. 이 컴퓨터의 서비스 관리자에서 이것을 실행하세요: clova-home run',
    ja: 'このマシンではsystemdが動いていません。このマシンのサービス管理で、これを動かしてください: clova-home run',
    en: 'systemd does not run on this machine; have its own service manager run: clova-home run',
  },

  // What the service cannot reach
  fileInaccessible: {
    ko: '{file} 은(는) 서비스가 읽을 수 없는 곳에 있습니다. Node.js와 clova-home을 모든 사용자용으로 설치하세요: sudo npm install -g ./clova-home-gateway-*.tgz (만들기: npm pack)',
    ja: '{file} はサービスが読めない場所にあります。Node.jsとclova-homeを全利用者用にインストールしてください: sudo npm install -g ./clova-home-gateway-*.tgz（作るには: npm pack）',
    en: '{file} is where a service cannot reach it; install Node.js and clova-home for everybody: sudo npm install -g ./clova-home-gateway-*.tgz (made by: npm pack)',
  },
  pathUnusable: {
    ko: '{file}: systemd가 받지 못하는 문자가 경로에 있습니다',
    ja: '{file}: systemdが受け付けない文字がパスにあります',
    en: '{file}: systemd cannot be told a path with such characters in it',
  },
  folderClosed: {
    ko: 'backup.folder: {folder} 은(는) 서비스가 쓸 수 없는 곳입니다. /var/backups/clova-home 같은 다른 폴더를 쓰세요',
    ja: 'backup.folder: {folder} はサービスが使えない場所です。/var/backups/clova-home のような別のフォルダーにしてください',
    en: 'backup.folder: {folder} is closed to the service; take another, such as /var/backups/clova-home',
  },
  folderOfSystem: {
    ko: 'backup.folder: {folder} 은(는) 시스템의 폴더입니다. /var/backups/clova-home 같은 다른 폴더를 쓰세요',
    ja: 'backup.folder: {folder} はシステムのフォルダーです。/var/backups/clova-home のような別のフォルダーにしてください',
    en: 'backup.folder: {folder} belongs to the system; take another, such as /var/backups/clova-home',
  },
  folderUnusable: {
    ko: 'backup.folder: systemd가 받지 못하는 경로입니다: {folder}',
    ja: 'backup.folder: systemdが受け付けないパスです: {folder}',
    en: 'backup.folder: systemd cannot be told the path {folder}',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages in all languages. */
export const systemdMessage = localizer(messages)

/**
 * The status line that the gateway gave systemd, in another language: the gateway speaks that of the home, the reader may have
 * another. A line that is none of the gateway's stays as it is.
 */
export function translateStatus(line: string, language: Language): string {
  for (const key of ['listening', 'listeningRejected', 'finishing'] as const)
    for (const template of Object.values(messages[key])) {
      const pattern = template.replace(/[()]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>.+?)')
      const found = new RegExp(`^${pattern}$`).exec(line)
      if (found) return systemdMessage(key, { ...found.groups })[language]
    }
  return line
}

/** An error for the user with one of the messages. */
export const systemdError = errorsOf(systemdMessage)
