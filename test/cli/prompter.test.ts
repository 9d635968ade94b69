import { PassThrough } from 'node:stream'
import { createPrompter, PromptAborted, type Prompter } from '../../src/cli/terminal/prompter.ts'

/** A terminal: keys are typed into it, and `shown` is all that was written to it. */
function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} })
  // A prompt ends what it writes to, unless that is the output of the process.
  const output: PassThrough = Object.assign(new PassThrough(), { end: () => output })
  let shown = ''
  let onShown = () => {}
  output.on('data', (data) => {
    shown += data
    onShown()
  })
  const shows = (text: string, from = 0) =>
    new Promise<void>((resolve) => {
      onShown = () => shown.indexOf(text, from) >= 0 && resolve()
      onShown()
    })
  return { input, prompter: createPrompter(input, output), shown: () => shown, shows }
}

const up = '\u001b[A'
const backspace = '\u007f'

describe('at a terminal', () => {
  let it: ReturnType<typeof terminal>
  beforeEach(() => {
    it = terminal()
  })
  afterEach(() => it.prompter.close())

  /** Types keys once the question is shown. */
  async function answered(ask: (prompter: Prompter) => Promise<string>, question: string, ...keys: readonly string[]) {
    const from = it.shown().length
    const answer = ask(it.prompter)
    await it.shows(question, from)
    for (const key of keys) it.input.write(key)
    return answer
  }

  test('a hidden password is never shown, and the arrow-up key does not recall it', async () => {
    const password = await answered((prompter) => prompter.askSecret('Password'), 'Password', 'hunter22', '\r')
    expect(password).toBe('hunter22')
    const next = await answered((prompter) => prompter.ask('Name', 'me'), 'Name', up, up, '\r')
    expect(next).toBe('me')
    expect(it.shown()).not.toContain('hunter22')
  })

  test('the question stays visible when a letter is deleted', async () => {
    const answer = await answered(
      (prompter) => prompter.ask('Which one', 'kr'),
      'Which one',
      'jx',
      backspace,
      'p',
      '\r',
    )
    expect(answer).toBe('jp')
    // Each redrawn line has the question in front of the answer.
    const lines = it.shown().split('\u001b[2K')
    expect(lines.filter((line) => /j/.test(line)).every((line) => line.includes('Which one'))).toBe(true)
  })

  test('text that is typed while no question is open does not answer a later question', async () => {
    it.input.write('typed ahead\r')
    await new Promise((resolve) => setImmediate(resolve))
    expect(await answered((prompter) => prompter.ask('Name', 'me'), 'Name', '\r')).toBe('me')
  })

  test.each(['while it asks', 'while nothing is asked'])('Ctrl-C ends it %s', async (when) => {
    if (when === 'while it asks') {
      await expect(answered((prompter) => prompter.ask('Name'), 'Name', '\u0003')).rejects.toThrow(PromptAborted)
    } else {
      it.input.write('\u0003')
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(it.prompter.interrupted.aborted).toBe(true)
    await expect(it.prompter.ask('More')).rejects.toThrow(PromptAborted)
  })

  test('Ctrl-D is neither an answer nor an interruption', async () => {
    await expect(answered((prompter) => prompter.ask('Name'), 'Name', '\u0004')).rejects.toThrow(
      'the terminal was closed',
    )
    expect(it.prompter.interrupted.aborted).toBe(false)
  })

  test('a question cannot control the terminal', async () => {
    await answered((prompter) => prompter.ask('evil\u001b]0;owned\u0007name', 'me'), 'name', '\r')
    expect(it.shown()).not.toContain('\u001b]0;owned')
  })
})

test('the lines of a pipe are the answers in their order, and a secret keeps its spaces', async () => {
  const input = new PassThrough()
  const output = new PassThrough().resume()
  const prompter = createPrompter(input, output)
  input.end('  one \n\n  se cret \n')
  expect(await prompter.ask('a')).toBe('one')
  expect(await prompter.ask('b', 'two')).toBe('two')
  expect(await prompter.askSecret('c')).toBe('  se cret ')
  await expect(prompter.ask('d')).rejects.toThrow('nothing was typed')
})
