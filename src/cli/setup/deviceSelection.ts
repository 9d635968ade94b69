import { parseConfig } from '../../config/load.ts'
import { unusable } from '../../gateway/control/discoveredDevices.ts'
import { idOf } from '../../gateway/discovery/match.ts'
import { world } from '../../gateway/environment.ts'
import { seenAlone } from '../../gateway/inspect.ts'
import type { Answers } from './answers.ts'
import { speaker } from './messages.ts'
import { until, type Wizardry } from './wizardContext.ts'

/** Which of the devices that its connections find CLOVA is to see, and by which names. @param text the configuration as it will be */
export async function chosenDevices(
  wizardry: Wizardry,
  file: string,
  text: string,
  secrets: Readonly<Record<string, string>>,
): Promise<Answers['appliances']> {
  const { asker, language, patience = { look: 5000, button: 0 } } = wizardry
  const say = speaker(language)
  const { config } = await parseConfig(file, text, { ...world, secrets })
  if (!config) return []
  const ids = new Set(config.appliances.map(({ description: { id } }) => id))
  const { devices, problems } = await seenAlone(config, patience.look, asker.stopped)
  asker.stopped.throwIfAborted()
  for (const why of problems) asker.tell(say('trouble', { why }))
  const fresh = devices.filter(
    (one) =>
      one.type !== undefined &&
      unusable(one, config.edition) === undefined &&
      !ids.has(idOf(one.key)) &&
      // What `expose` shows is an appliance already.
      one.appliance === undefined,
  )
  const exposed = devices.filter(({ appliance }) => appliance !== undefined && !ids.has(appliance))
  if (exposed.length > 0) asker.tell(say('exposed', { names: exposed.map(({ name }) => name).join(', ') }))
  if (fresh.length === 0) return []
  asker.tell(
    `\n${fresh.map(({ name, type, model }, i) => `${String(i + 1).padStart(4)}  ${name}  (${type}, ${model})`).join('\n')}`,
  )
  const wanted = await until(
    wizardry,
    () => asker.ask(say('devices'), 'all'),
    (typed) => {
      if (typed === 'all') return fresh
      if (typed === 'none') return []
      const numbers = typed.split(/[\s,]+/).map((one) => (/^\d+$/.test(one) ? Number(one) : 0))
      if (numbers.some((one) => one < 1 || one > fresh.length)) throw new Error(say('numbers', { most: fresh.length }))
      return fresh.filter((_, i) => numbers.includes(i + 1))
    },
  )
  const taken = [...config.appliances.map(({ description: { name } }) => name), ...exposed.map(({ name }) => name)]
  const names = new Set(taken.map(spoken))
  const chosen: Answers['appliances'] = []
  for (const { key, name, type = '', driver } of wanted)
    chosen.push({
      id: idOf(key),
      name: await until(
        wizardry,
        () => asker.ask(say('called', { device: name }), names.has(spoken(name)) ? '' : name),
        (typed) => {
          if (typed === '' || names.has(spoken(typed))) throw new Error(say('otherName', { name: typed || name }))
          names.add(spoken(typed))
          return typed
        },
      ),
      type,
      driver,
      device: key,
    })
  return chosen
}

/** A name as it is heard, in which neither blanks nor capital letters are. */
const spoken = (name: string) => name.normalize('NFC').toLowerCase().replace(/\s/g, '')
