import type { Messages } from '../messages.ts'

/** Values of traits in words. The names of traits, modes and actions come from the gateway. */
export const traits: Messages['traits'] = {
  pairs: {
    open: ['開', '閉'],
    locked: ['施錠', '施錠していません'],
    detected: ['検知しました', '検知なし'],
    sitting: ['座っています', '座っていません'],
    muted: ['ミュート中', '音あり'],
    recording: ['録画中', '録画していません'],
  },
  levels: { good: '良い', normal: '普通', bad: '悪い', verybad: '非常に悪い' },
  directions: { off: '首振りなし', horizontal: '左右に首振り', vertical: '上下に首振り', both: '上下左右に首振り' },
  channel: (n) => `チャンネル${n}`,
  fan: (n) => `風量${n}`,
  volume: (n) => `音量${n}`,
  battery: (percent) => `バッテリー${percent}%`,
  today: (n) => `今日${n}回`,
  hue: '色相',
  saturation: '濃さ',
}
