import { parseConfig } from '../../config/load.ts'
import { whyUnsupported } from '../../gateway/control/discoveredDevices.ts'
import { applianceIdFor } from '../../gateway/discovery/match.ts'
import { loadContext } from '../../gateway/environment.ts'
import { discoverOffline } from '../../gateway/inspect.ts'
import type { Answers } from '../../setup/answers.ts'
import { wizardTranslator } from '../../setup/messages.ts'
import { formatDriverProblem } from '../format.ts'
import { askUntilValid, type WizardContext } from './wizardContext.ts'

/** Asks which discovered devices CLOVA shall see, and by which names. @param text the configuration with the answers so far */
export async function selectDevices(
  context: WizardContext,
  file: string,
  text: string,
  secrets: Readonly<Record<string, string>>,
): Promise<Answers['appliances']> {
  const { prompter, language, timeouts = { look: 5000, button: 0 } } = context
  const t = wizardTranslator(language)
  const { config, problems: mistakes } = await parseConfig(file, text, { ...loadContext, secrets })
  if (!config) {
    prompter.print(
      t('devicesSkipped', { why: mistakes.find(({ severity }) => severity === 'error')?.localized[language] ?? '?' }),
    )
    return []
  }
  const ids = new Set(config.appliances.map(({ description: { id } }) => id))
  const { devices, problems } = await prompter.once(`devices ${text}`, () =>
    discoverOffline(config, timeouts.look, prompter.interrupted),
  )
  prompter.interrupted.throwIfAborted()
  for (const problem of problems) prompter.print(t('trouble', { why: formatDriverProblem(problem, language) }))
  const newDevices = devices.filter(
    (one) =>
      one.type !== undefined &&
      whyUnsupported(one, config.edition) === undefined &&
      !ids.has(applianceIdFor(one.key)) &&
      // A device that `expose` shows is an appliance already.
      one.appliance === undefined,
  )
  const exposed = devices.filter(({ appliance }) => appliance !== undefined && !ids.has(appliance))
  if (exposed.length > 0) prompter.print(t('exposed', { names: exposed.map(({ name }) => name).join(', ') }))
  if (newDevices.length === 0) {
    if (config.drivers.size > 0) prompter.print(t('devicesNone'))
    return []
  }
  prompter.print(
    `\n${newDevices.map(({ name, type, model }, i) => `${String(i + 1).padStart(4)}  ${name}  (${[type, model].filter(Boolean).join(', ')})`).join('\n')}`,
  )
  const wanted = await askUntilValid(
    context,
    () => prompter.ask(t('devices'), 'all'),
    (typed) => {
      if (typed === 'all') return newDevices
      if (typed === 'none') return []
      const numbers = typed.split(/[\s,]+/).map((one) => (/^\d+$/.test(one) ? Number(one) : 0))
      if (numbers.some((one) => one < 1 || one > newDevices.length))
        throw new Error(t('numbers', { most: newDevices.length }))
      return newDevices.filter((_, i) => numbers.includes(i + 1))
    },
  )
  const taken = [...config.appliances.map(({ description: { name } }) => name), ...exposed.map(({ name }) => name)]
  const names = new Set(taken.map(spokenForm))
  const chosen: Answers['appliances'] = []
  for (const { key, name, type = '', driver } of wanted)
    chosen.push({
      id: applianceIdFor(key),
      name: await askUntilValid(
        context,
        () => prompter.ask(t('called', { device: name }), names.has(spokenForm(name)) ? '' : name),
        (typed) => {
          if (typed === '' || names.has(spokenForm(typed))) throw new Error(t('otherName', { name: typed || name }))
          names.add(spokenForm(typed))
          return typed
        },
      ),
      type,
      driver,
      device: key,
    })
  return chosen
}

/** A name as speech recognition knows it, without blanks and capital letters. */
const spokenForm = (name: string) => name.normalize('NFC').toLowerCase().replace(/\s/g, '')
