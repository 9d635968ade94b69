/** Values of traits in words. The names of traits, modes and actions come from the gateway. */
export const traits = {
  /** the words for true and false of a trait; all others use `on` and `off` of `common` */
  pairs: {
    open: ['열림', '닫힘'],
    locked: ['잠김', '잠기지 않음'],
    detected: ['감지됨', '감지 안 됨'],
    sitting: ['앉아 있음', '비어 있음'],
    muted: ['소리 꺼짐', '소리 켜짐'],
    recording: ['녹화 중', '녹화 안 함'],
  } as Readonly<Record<string, readonly [yes: string, no: string]>>,
  levels: { good: '좋음', normal: '보통', bad: '나쁨', verybad: '매우 나쁨' } as Readonly<Record<string, string>>,
  directions: { off: '회전 안 함', horizontal: '좌우 회전', vertical: '상하 회전', both: '상하좌우 회전' } as Readonly<
    Record<string, string>
  >,
  channel: (n: number) => `채널 ${n}`,
  fan: (n: number) => `바람 ${n}`,
  volume: (n: number) => `음량 ${n}`,
  battery: (percent: number) => `배터리 ${percent}%`,
  today: (n: number) => `오늘 ${n}회`,
  hue: '색상',
  saturation: '진하기',
}
