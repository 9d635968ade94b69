/** The shapes of the icons as paths on a square of 24 by 24, drawn with lines of one width. */
const shapes = {
  again: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4L20 9M20 4v5h-5',
  air: 'M4 9h10a2.5 2.5 0 1 0-2.5-2.5M4 13h14a2.5 2.5 0 1 1-2.5 2.5M4 17h6',
  aircon:
    'M5 5h14a2 2 0 0 1 2 2v4a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-4a2 2 0 0 1 2 -2zM6.5 9.5h11M8 16.5c0 1.5-1 1.5-1 3M12.5 16.5c0 1.5-1 1.5-1 3M17 16.5c0 1.5-1 1.5-1 3',
  alert: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.3v.01',
  ask: 'M9.6 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.7M12 16.5v.01',
  auto: 'M5 19l7-15 7 15M8 13.5h8',
  blast:
    'M10 13h4a2 2 0 0 1 2 2v3a2 2 0 0 1 -2 2h-4a2 2 0 0 1 -2 -2v-3a2 2 0 0 1 2 -2zM12 9.5v.01M8.5 7.5a5 5 0 0 1 7 0M5.5 4.5a9 9 0 0 1 13 0',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M12 7v5l3.5 2',
  close: 'M3 12h7M7 9l3 3-3 3M21 12h-7M17 9l-3 3 3 3',
  config: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 7a2 2 0 1 0 4 0a2 2 0 1 0 -4 0M6 17a2 2 0 1 0 4 0a2 2 0 1 0 -4 0',
  copy: 'M11 9h7a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-7a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2zM5 15V6a2 2 0 0 1 2-2h8',
  curtain: 'M4 4h16M6 4v16c3 0 4.5-4 4.5-8V4M18 4v16c-3 0-4.5-4-4.5-8V4',
  down: 'M6 9l6 6 6-6',
  drop: 'M12 3.5s6 6.2 6 10.5a6 6 0 0 1-12 0c0-4.3 6-10.5 6-10.5z',
  edit: 'M4 20h4L19.5 8.5l-4-4L4 16z',
  empty: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM9.2 12a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0 -5.6 0',
  fail: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6M15 9l-6 6',
  fan: 'M10.5 12a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0 -3 0M12 10.5C9.8 8 10.2 4 13 4s3.4 4-1 6.5M13.3 12.75c3.27-.66 6.53 1.69 5.13 4.11s-5.16.94-5.13-4.11M10.7 12.75c-1.07 3.16-4.73 4.81-6.13 2.39s1.76-4.94 6.13-2.39',
  flame: 'M12 3c1 4 5 5.5 5 10.5a5 5 0 0 1-10 0c0-2 1-3 2-4 .3 1.5 1 2 1.5 2C10 8 11 5 12 3z',
  globe: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18',
  guess: 'M8 13c1.3-2 2.7-2 4 0s2.7 2 4 0',
  health: 'M3 12h4l2.5-6 5 12L17 12h4',
  hide: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM4 20L20 4',
  home: 'M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6',
  hub: 'M8 4h8a4 4 0 0 1 4 4v8a4 4 0 0 1 -4 4h-8a4 4 0 0 1 -4 -4v-8a4 4 0 0 1 4 -4zM8.5 12a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0',
  lamp: 'M9.5 18h5M10.5 21h3M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2h5c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3z',
  left: 'M19 12H5M11 6l-6 6 6 6',
  lock: 'M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-5a2 2 0 0 1 2 -2zM8 11V8a4 4 0 0 1 8 0v3M12 15v1.5',
  log: 'M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-4 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM8 9h8M8 12.5h5',
  minus: 'M5 12h14',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  next: 'M9 6l6 6-6 6',
  off: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M5.7 5.7l12.6 12.6',
  ok: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M8 12.5l2.8 2.8L16 9.5',
  open: 'M10 12H3M6 9l-3 3 3 3M14 12h7M18 9l3 3-3 3',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  plus: 'M12 5v14M5 12h14',
  power: 'M12 3v8M6.5 6.5a8 8 0 1 0 11 0',
  remote: 'M11 3h2a3 3 0 0 1 3 3v12a3 3 0 0 1 -3 3h-2a3 3 0 0 1 -3 -3v-12a3 3 0 0 1 3 -3zM12 7v.01M11 12h2M11 15.5h2',
  right: 'M5 12h14M13 6l6 6-6 6',
  save: 'M12 4v11M7 10.5l5 5 5-5M4 20h16',
  search: 'M5 11a6 6 0 1 0 12 0a6 6 0 1 0 -12 0M20 20l-4.5-4.5',
  send: 'M4 12l16-8-6 16-3-7z',
  server:
    'M6 4h12a2 2 0 0 1 2 2v3a2 2 0 0 1 -2 2h-12a2 2 0 0 1 -2 -2v-3a2 2 0 0 1 2 -2zM6 13h12a2 2 0 0 1 2 2v3a2 2 0 0 1 -2 2h-12a2 2 0 0 1 -2 -2v-3a2 2 0 0 1 2 -2zM8 7.5v.01M8 16.5v.01',
  snow: 'M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9',
  stop: 'M8.5 7h7a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1 -1.5 1.5h-7a1.5 1.5 0 0 1 -1.5 -1.5v-7a1.5 1.5 0 0 1 1.5 -1.5z',
  thermo: 'M14 13.5V5a2 2 0 0 0-4 0v8.5a4 4 0 1 0 4 0zM12 9v8',
  tv: 'M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-8a2 2 0 0 1 2 -2zM9 21h6',
  user: 'M8 8a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  vacuum: 'M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0M9.5 13a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0M6.5 8h11',
  voice: 'M5 10v4M9 7v10M13 4v16M17 8v8M21 11v2',
  wait: 'M12 3a9 9 0 1 1-9 9',
  x: 'M6 6l12 12M18 6L6 18',
} as const

/** Icons that stand in a circle of dashes or dots, and the pattern of its line. */
const rings: { readonly [N in keyof typeof shapes]?: string } = { ask: '.1 3.43', guess: '3.2 2.45' }
const circle = 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0'

export type IconName = keyof typeof shapes

interface IconProps {
  readonly name: IconName
  /** `small` is 16 px, `large` 24 px, otherwise 20 px */
  readonly size?: 'small' | 'large'
  /** further classes, such as `good`, `warn`, `bad` or `soft` for its colour */
  readonly class?: string | undefined
}

/** An icon. It is hidden from screen readers: the words beside it say the same. */
export const Icon = ({ name, size, class: more }: IconProps) => (
  <svg class={`icon ${size ?? ''} ${more ?? ''}`} viewBox="0 0 24 24" aria-hidden="true">
    {rings[name] && <path d={circle} stroke-dasharray={rings[name]} />}
    <path d={shapes[name]} />
  </svg>
)
