/** What lircd answers to one command. */
export interface Reply {
  /** the command as it was sent */
  readonly command: string
  readonly success: boolean
  /** a list, or why not */
  readonly data: readonly string[]
}

/** As many lines, and as many letters in one, as no lircd sends. */
const most = { lines: 10_000, letters: 1000 }

/**
 * Takes apart what lircd says: answers between BEGIN and END, and broadcasts of keys that were received and of new
 * configurations (SIGHUP), which are for nobody here. Source: lircd(8).
 * @param tell is told each answer
 * @returns takes the next bytes, and gives what is wrong with them: nothing behind it can be understood
 */
export function replies(tell: (reply: Reply) => void): (bytes: Buffer) => string | undefined {
  let rest = ''
  let packet: string[] | undefined
  return (bytes) => {
    // Names may be of any letters: only whole lines are taken as text.
    const lines = (rest + bytes.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const mistake = hear(Buffer.from(line, 'latin1').toString('utf8'))
      if (mistake) return mistake
    }
    return rest.length > most.letters ? 'a line without end' : undefined
  }

  function hear(line: string): string | undefined {
    if (line.length > most.letters) return 'a line without end'
    if (!packet) {
      // Anything else out here is a key that somebody pressed.
      if (line === 'BEGIN') packet = []
      return undefined
    }
    packet.push(line)
    if (packet.length > most.lines) return 'an answer without end'
    const { done, mistake, reply } = read(packet)
    if (done) packet = undefined
    if (reply) tell(reply)
    return mistake
  }
}

interface Heard {
  readonly done?: boolean
  readonly reply?: Reply
  readonly mistake?: string
}

/** The lines behind BEGIN, of which the last has just come: command, SUCCESS or ERROR, maybe DATA, n and n lines, END. */
function read(lines: readonly string[]): Heard {
  const [command = '', result, mark, count] = lines
  const last = lines.length - 1
  if (last === 0) return {}
  if (last === 1) {
    if (command === 'SIGHUP' && result === 'END') return { done: true }
    return result === 'SUCCESS' || result === 'ERROR' ? {} : { mistake: `"${result}" for SUCCESS or ERROR` }
  }
  const success = result === 'SUCCESS'
  if (last === 2) {
    if (mark === 'END') return { done: true, reply: { command, success, data: [] } }
    return mark === 'DATA' ? {} : { mistake: `"${mark}" for DATA or END` }
  }
  if (last === 3) return /^\d{1,4}$/.test(count ?? '') ? {} : { mistake: `"${count}" for a number of lines` }
  if (last < 4 + Number(count)) return {}
  if (lines[last] !== 'END') return { mistake: `"${lines[last]}" for END` }
  return { done: true, reply: { command, success, data: lines.slice(4, last) } }
}
