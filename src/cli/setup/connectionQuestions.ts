import { dirname, resolve } from 'node:path'
import { Secret } from '../../config/yaml/source.ts'
import type { SetupQuestions } from '../../home/connectionSetup.ts'
import { ERR_PLAIN_HTTP_ONLY, type PairingResult } from '../../home/connectionSetup.ts'
import { createDeadline } from '../../home/deadline.ts'
import type { ConnectionCandidate } from '../../home/discovery.ts'
import type { Driver } from '../../home/driver.ts'
import { connectionName } from '../../setup/answers.ts'
import { wizardTranslator } from '../../setup/messages.ts'
import { isConnected, scanNetwork } from '../../setup/networkScan.ts'
import { errorText, inAllLanguages, type Text } from '../../util/translate.ts'
import { describeZodIssues } from '../../util/zodIssues.ts'
import { askUntilValid, confirm, type WizardContext } from './wizardContext.ts'

/** How long the network is searched, and how long the user may take to press a button, in milliseconds. */
const defaultTimeouts = { look: 5000, button: 30_000 }

export type Connections = Record<string, { type: string; [key: string]: unknown }>

/** Asks for a connection whose settings the user knows, such as a broker. */
export async function askConnection(
  context: WizardContext,
  {
    type,
    driver,
    asking: { what, questions },
  }: { readonly type: string; readonly driver: Driver; readonly asking: SetupQuestions },
  connections: Connections,
  names: () => readonly string[],
): Promise<void> {
  const { prompter, language } = context
  const t = wizardTranslator(language)
  const isThere = [...context.connections.values()].some((one) => one.type === type)
  if (!(await confirm(context, t('add', { what: what[language] }), !isThere))) return
  const name = await askName(context, type, connections, names)
  const { position } = prompter
  const { config } = driver
  const isChanged = context.connections.has(name)
  const keys: Record<string, unknown> = {}
  for (const { key, question: words, defaultValue, secret, list } of questions) {
    const has = context.connections.get(name)?.[key]
    // Enter keeps the value of an existing connection. A secret is never shown.
    const shown = secret || has instanceof Secret ? '' : displayValue(has)
    const isToLeave = has !== undefined && defaultValue === undefined
    // The remark in brackets describes Enter for a new connection; here Enter keeps the value.
    const question = isToLeave
      ? `${words[language].replace(/\s*[(（][^()（）]*[)）]$/, '')} ${t(shown === '' ? 'hasOne' : 'takeOut')}`
      : words[language]
    await askUntilValid(
      context,
      () => (secret ? prompter.askSecret(question) : prompter.ask(question, isChanged ? shown : defaultValue)),
      (typed) => {
        if (typed === '' || (isChanged && typed === shown)) return
        if (isToLeave && typed === '-') {
          keys[key] = null
          return
        }
        const value = list ? typed.split(/\s*,\s*/).filter(Boolean) : typed
        const all = { ...withoutNull(keys), [key]: value }
        const { error } = config.safeParse(all)
        const mine = describeZodIssues(config, all, error?.issues ?? []).find(({ path }) => path[0] === key)
        if (mine) throw new Error(mine.message[language])
        keys[key] = value
      },
    )
  }
  if (isChanged && Object.keys(keys).length === 0) return
  if (isChanged && !(await confirm(context, t('replace', { name }), false))) return
  // Of an existing connection only the changes were typed, so that it is tried with its devices.
  if (!isChanged && !(await isTrialPassed(context, driver, keys))) prompter.rewindTo(position)
  connections[name] = { type, ...keys }
}

/** Tries a connection as it was typed. @returns false if it does not work and the user wants to type it again */
async function isTrialPassed(
  context: WizardContext,
  driver: Driver,
  keys: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const { prompter, language, currentFile, edition = 'kr', tryConnection } = context
  const t = wizardTranslator(language)
  prompter.print(t('trying'))
  const { isWorking, problem = '' } = await prompter.once(
    `try ${JSON.stringify(keys)}`,
    () => {
      const resolveFile = (name: string) => resolve(dirname(currentFile), name)
      return tryConnection({ driver, keys, edition, resolveFile, bus: () => undefined }, prompter.interrupted)
    },
    (result) => result.isWorking,
  )
  prompter.interrupted.throwIfAborted()
  prompter.print(isWorking ? t('works') : t('trouble', { why: inAllLanguages(problem)[language] }))
  return isWorking || !(await confirm(context, t('typeAgain'), true))
}

/** A value as it would be typed. */
const displayValue = (value: unknown): string =>
  // An address with a password in it is not shown.
  /\/\/[^/]*@/.test(String(value))
    ? ''
    : Array.isArray(value)
      ? value.map(String).join(', ')
      : ['string', 'number'].includes(typeof value)
        ? String(value)
        : ''

const withoutNull = (keys: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== null))

/** Searches the network and offers what is found; a device that needs pairing is paired by its button. */
export async function askFoundConnections(
  context: WizardContext,
  connections: Connections,
  names: () => readonly string[],
): Promise<void> {
  const { prompter, language, drivers, currentConfig: before, timeouts = defaultTimeouts } = context
  const t = wizardTranslator(language)
  prompter.print(`\n${t('looking')}`)
  const { candidates: around } = await prompter.once('network', () => {
    const limit = createDeadline(timeouts.look, prompter.interrupted)
    return scanNetwork(drivers, undefined, limit.signal).finally(limit.end)
  })
  prompter.interrupted.throwIfAborted()
  const seen = around.filter((one) => !before || !isConnected(one, before))
  if (seen.length === 0) prompter.print(t('foundNone'))
  for (const { type, description, keys } of seen) {
    if (!(await confirm(context, t('found', { what: description }), true))) continue
    const name = await askName(context, type, connections, names)
    const pair = (await drivers[type]?.())?.pair
    if (!pair) {
      connections[name] = { type, ...keys }
      continue
    }
    const paired = await prompter.once(
      `pair ${JSON.stringify(keys)}`,
      () => pairDevice(context, pair, keys),
      (result) => result !== undefined,
    )
    if (paired) connections[name] = { type, ...paired.keys, ...paired.secrets }
  }
}

/** Pairs with a device by its button. @returns `undefined` if that failed; the user has seen why @throws PromptAborted */
async function pairDevice(
  context: WizardContext,
  pair: NonNullable<Driver['pair']>,
  keys: ConnectionCandidate['keys'],
  plain = false,
): Promise<PairingResult | undefined> {
  const { prompter, language, timeouts = defaultTimeouts } = context
  const t = wizardTranslator(language)
  const { host, port } = keys
  if (!plain) prompter.print(t('button', { seconds: timeouts.button / 1000 }))
  const limit = createDeadline(timeouts.button + timeouts.look, prompter.interrupted)
  try {
    const request = {
      timeoutMs: timeouts.button,
      allowPlainHttp: plain,
      printLine: (line: Text) => prompter.print(inAllLanguages(line)[language]),
      onCountdown: () => {},
      ...(host !== undefined && { host: `${host}${port === undefined ? '' : `:${port}`}` }),
    }
    return await pair(request, limit.signal)
  } catch (error) {
    prompter.interrupted.throwIfAborted()
    const { code } = error as Error & { readonly code?: unknown }
    if (code !== ERR_PLAIN_HTTP_ONLY) prompter.print(t('failed', { why: errorText(error) }))
    // After a yes the user has another half a minute to press the button.
    else if (await confirm(context, t('plain'), false)) return pairDevice(context, pair, keys, true)
    return undefined
  } finally {
    limit.end()
  }
}

/** Asks for the name of a connection: a new one, or that of an existing one of the same type, which is then changed. */
function askName(
  { prompter, language, connections: there }: WizardContext,
  type: string,
  typed: Connections,
  names: () => readonly string[],
): Promise<string> {
  const t = wizardTranslator(language)
  return askUntilValid(
    { prompter, language },
    () => prompter.ask(t('name'), unused(type, names())),
    (text) => {
      const name = connectionName.safeParse(text).data
      if (name === undefined) throw new Error(t('nameRule'))
      if (Object.hasOwn(typed, name) || (there.get(name)?.type ?? type) !== type)
        throw new Error(t('otherName', { name }))
      return name
    },
  )
}

/** A name that is not taken. */
function unused(stem: string, names: readonly string[]): string {
  for (let i = 1; ; i++) if (!names.includes(`${stem}-${i}`)) return `${stem}-${i}`
}
