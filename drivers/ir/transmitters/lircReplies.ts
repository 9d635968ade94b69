/** What lircd answers to one command. */
export interface Reply {
  /** the command as it was sent */
  readonly command: string
  readonly success: boolean
  /** a list, or why not */
  readonly data: readonly string[]
}

/** As many lines, and as many letters in one, as no lircd sends. */
const maxReply = { lines: 10_000, letters: 1000 }

/**
 * Parses what lircd sends: answers between BEGIN and END, broadcasts of keys that were received, `000000000eef4 00 KEY_UP tv`,
 * and of new configurations (SIGHUP), which are ignored. Source: lircd(8).
 * @param onReply gets each answer
 * @param onKey gets each key that was received, but not its repetitions while it is held
 * @returns parses the next bytes, and returns what is wrong with them: nothing after that can be parsed
 */
export function createReplyParser(
  onReply: (reply: Reply) => void,
  onKey: (press: { readonly remote: string; readonly key: string }) => void = () => {},
): (bytes: Buffer) => string | undefined {
  let rest = ''
  let packet: string[] | undefined
  return (bytes) => {
    // Names may be of any letters: only whole lines are taken as text.
    const lines = (rest + bytes.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const mistake = readLine(Buffer.from(line, 'latin1').toString('utf8'))
      if (mistake) return mistake
    }
    return rest.length > maxReply.letters ? 'a line without end' : undefined
  }

  function readLine(line: string): string | undefined {
    if (line.length > maxReply.letters) return 'a line without end'
    if (!packet) {
      // Anything else out here is a key that somebody pressed.
      if (line === 'BEGIN') packet = []
      else {
        const [, key, remote] = /^[\da-f]+ 00? (\S+) (\S+)$/i.exec(line) ?? []
        if (key !== undefined && remote !== undefined) onKey({ remote, key })
      }
      return undefined
    }
    packet.push(line)
    if (packet.length > maxReply.lines) return 'an answer without end'
    const { done, mistake, reply } = parsePacket(packet)
    if (done) packet = undefined
    if (reply) onReply(reply)
    return mistake
  }
}

interface ParsedPacket {
  readonly done?: boolean
  readonly reply?: Reply
  readonly mistake?: string
}

/** The lines behind BEGIN, of which the last has just come: command, SUCCESS or ERROR, maybe DATA, n and n lines, END. */
function parsePacket(lines: readonly string[]): ParsedPacket {
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
