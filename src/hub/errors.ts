import { errorsOf, type LocalizedText, localizer } from '../util/translate.ts'

/** What the operator of a hub is told when a command fails, or a setting is wrong. */
export const hubMessages = {
  notMade: {
    ko: '{file} 이(가) 없습니다. "clova-home hub init" 으로 만듭니다',
    ja: '{file} がありません。"clova-home hub init" で作ります',
    en: '{file} is not there; "clova-home hub init" makes it',
  },
  madeAlready: {
    ko: '{folder} 에 이미 허브의 키가 있습니다. 새 키를 만들면 모든 집을 잃습니다',
    ja: '{folder} にはすでにハブの鍵があります。新しい鍵を作るとすべての家が失われます',
    en: '{folder} has the keys of a hub already: every home would be lost with new ones',
  },
  listenRule: {
    ko: '어디에서 받을지 127.0.0.1:8720 처럼 쓰세요',
    ja: 'どこで受けるかを 127.0.0.1:8720 のように書いてください',
    en: 'write where to listen as 127.0.0.1:8720',
  },
  keysDamaged: {
    ko: '{file} 이(가) 손상되었습니다. 백업에서 되돌리세요',
    ja: '{file} が壊れています。バックアップから戻してください',
    en: '{file} is damaged: restore it from a backup',
  },
  homeExists: {
    ko: '"{name}" 집이 이미 있습니다. 새 줄이 필요하면 먼저 없애세요: clova-home hub remove {name}',
    ja: '家 "{name}" はすでにあります。新しい行が必要なら、先に取り除いてください: clova-home hub remove {name}',
    en: 'there is a home "{name}" already; for a new line remove it first: clova-home hub remove {name}',
  },
  noSuchHome: {
    ko: '"{name}" 집이 없습니다. "clova-home hub list" 로 모든 집을 봅니다',
    ja: '家 "{name}" はありません。"clova-home hub list" ですべての家を表示します',
    en: 'there is no home "{name}"; "clova-home hub list" shows them',
  },
  clusterUnreachable: {
    ko: '{servers} 의 클러스터에 연결할 수 없습니다: {reason}',
    ja: '{servers} のクラスターに接続できません: {reason}',
    en: 'the cluster cannot be reached at {servers}: {reason}',
  },
  removedHereOnly: {
    ko: '"{name}" 집을 목록에서 없앴지만, 클러스터는 아직 모릅니다. 그때까지 이 집의 자격 증명이 통합니다. 클러스터에 닿으면 실행하세요: clova-home hub push ({reason})',
    ja: '家 "{name}" を一覧から取り除きましたが、クラスターはまだ知りません。それまでこの家の資格情報は通用します。クラスターに届くようになったら実行してください: clova-home hub push（{reason}）',
    en: 'the home "{name}" was taken off the list, but the cluster does not know yet, and lets it in until then; once the cluster can be reached: clova-home hub push ({reason})',
  },
  clusterRefused: {
    ko: '클러스터가 변경을 거부했습니다: {reason}',
    ja: 'クラスターが変更を拒否しました: {reason}',
    en: 'the cluster refused the change: {reason}',
  },
  clockBehind: {
    ko: '클러스터가 저장한 것은 {time} 의 것이므로 서버들은 이 변경을 다음 시작 때 잊습니다. 이 컴퓨터의 시계를 맞추세요',
    ja: 'クラスターに保存されているものは {time} のものなので、サーバーはこの変更を次の起動で忘れます。このコンピューターの時計を合わせてください',
    en: 'what the cluster has stored is of {time}, so its servers will forget this change when they start again: set the clock of this machine',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>

/** One of the messages as an error for the user. */
export const hubError = errorsOf(localizer(hubMessages))
