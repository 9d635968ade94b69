import { type Config, parseConfig } from '../../config/load.ts'
import { deadline } from '../../home/deadline.ts'
import { idOf } from '../found.ts'
import { buildHouse } from '../house.ts'
import { createLog } from '../log.ts'
import { type Sighting, sightings } from '../sighting.ts'
import { world } from '../world.ts'
import type { Answers } from './answers.ts'
import type { Wizardry } from './wizardry.ts'
import { speaker } from './words.ts'

/** Which of the devices that its connections find CLOVA is to see, and by which names. @param text the configuration as it will be */
export async function chosenDevices(
  { asker, language, patience = { look: 5000, button: 0 } }: Wizardry,
  file: string,
  text: string,
  secrets: Readonly<Record<string, string>>,
): Promise<Answers['appliances']> {
  const say = speaker(language)
  const { config } = await parseConfig(file, text, { ...world, secrets })
  if (!config) return []
  const ids = new Set(config.appliances.map(({ description: { id } }) => id))
  const fresh = (await seenBy(config, patience.look)).filter(
    ({ key, type, appliance }) =>
      type !== undefined && !ids.has(idOf(key)) && !(appliance !== undefined && ids.has(appliance)),
  )
  if (fresh.length === 0) return []
  asker.tell(
    `\n${fresh.map(({ name, type, model }, i) => `${String(i + 1).padStart(4)}  ${name}  (${type}, ${model})`).join('\n')}`,
  )
  const typed = await asker.ask(say('devices'), 'all')
  const wanted = fresh.filter((_, i) => typed === 'all' || typed.split(/\s*,\s*/).includes(String(i + 1)))
  const chosen: Answers['appliances'] = []
  for (const { key, name, type = '', driver } of wanted)
    chosen.push({
      id: idOf(key),
      name: await asker.ask(say('called', { device: name }), name),
      type,
      driver,
      device: key,
    })
  return chosen
}

async function seenBy(config: Config, ms: number): Promise<readonly Sighting[]> {
  const house = buildHouse(
    config,
    createLog(config.secrets, 'silent', () => {}),
    { visiting: true },
  )
  const limit = deadline(ms)
  try {
    await Promise.race([house.ready(), new Promise<void>((resolve) => limit.signal.addEventListener('abort', resolve))])
    return sightings(house.discovered())
  } finally {
    limit.end()
    await house.close()
  }
}
