/** The longest time that its 16 bits hold, in µs; a longer one would begin again at 0. */
const ceiling = 65_535

/** From how many characters on a message may be more than it takes: its buffer holds 1,200 bytes, topic and all. */
const longestPlain = 1000

/** How many times get a letter. */
const letters = 26

/**
 * What `IRsend` takes: the frequency in kHz and the times in µs; of a long code in the compact form, or it would be lost
 * without a word. Source: Tasmota-IR, "Sending raw", and "IRSend RAW Encoding", of firmware 9 and later.
 */
export function toIrSend(pulses: readonly number[], carrier: number): string {
  const frequency = Math.round(carrier / 1000)
  const times = pulses.map((pulse) => Math.min(pulse, ceiling))
  const plain = `${frequency},${times.join(',')}`
  return plain.length <= longestPlain ? plain : `${frequency},${compact(times)}`
}

/** `+8570-4240+550-1580C-510`: steps of 5 µs, and a letter for what came before, small for a space. */
function compact(times: readonly number[]): string {
  const known: number[] = []
  return times
    .map((time, i) => {
      const rounded = Math.max(5, Math.min(Math.round(time / 5), Math.floor(ceiling / 5)) * 5)
      const isMark = i % 2 === 0
      const at = known.indexOf(rounded)
      if (at < 0) {
        if (known.length < letters) known.push(rounded)
        return `${isMark ? '+' : '-'}${rounded}`
      }
      return String.fromCharCode((isMark ? 65 : 97) + at)
    })
    .join('')
}

/** The times of `RawData`, compact, or a list as before firmware 9. @throws Error in plain words */
export function fromRawData(raw: unknown): readonly number[] {
  if (Array.isArray(raw)) return joined(raw)
  if (typeof raw !== 'string' || !/^([+-]\d{1,6}|[A-Za-z])+$/.test(raw)) throw new Error('its RawData cannot be read')
  const known: number[] = []
  return Array.from(raw.matchAll(/[+-](\d+)|([A-Za-z])/g), ([, digits, letter]) => {
    if (letter !== undefined) {
      const time = known[letter.toUpperCase().charCodeAt(0) - 65]
      if (time === undefined) throw new Error(`its RawData has a letter ${letter} that stands for nothing`)
      return time
    }
    const time = Number(digits)
    if (known.length < letters && !known.includes(time)) known.push(time)
    return time
  })
}

/** Of a time that is too long for 16 bits it makes more, with zeros between. */
function joined(list: readonly unknown[]): readonly number[] {
  const out: number[] = []
  for (let i = 0; i < list.length; i += 1) {
    const time = Number(list[i])
    if (time === 0 && out.length > 0 && i + 1 < list.length) {
      i += 1
      out.push((out.pop() ?? 0) + Number(list[i]))
    } else out.push(time)
  }
  return out
}
