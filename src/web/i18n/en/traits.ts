import type { Messages } from '../messages.ts'

/** Values of traits in words. The names of traits, modes and actions come from the gateway. */
export const traits: Messages['traits'] = {
  pairs: {
    open: ['Open', 'Closed'],
    locked: ['Locked', 'Not locked'],
    detected: ['Detected', 'Nothing detected'],
    sitting: ['Sitting', 'Not sitting'],
    muted: ['Muted', 'Sound on'],
    recording: ['Recording', 'Not recording'],
  },
  levels: { good: 'Good', normal: 'Normal', bad: 'Bad', verybad: 'Very bad' },
  directions: {
    off: 'Not oscillating',
    horizontal: 'Oscillating sideways',
    vertical: 'Oscillating up and down',
    both: 'Oscillating both ways',
  },
  channel: (n) => `Channel ${n}`,
  fan: (n) => `Fan ${n}`,
  volume: (n) => `Volume ${n}`,
  battery: (percent) => `Battery ${percent}%`,
  today: (n) => `${n} today`,
  hue: 'Hue',
  saturation: 'Saturation',
}
