import type { ConfigCase } from '../case.ts'
import { appliances } from './appliances.ts'
import { drivers } from './drivers.ts'
import { keys } from './keys.ts'
import { linking } from './linking.ts'
import { mqtt } from './mqtt.ts'
import { scenes } from './scenes.ts'
import { secrets } from './secrets.ts'
import { server } from './server.ts'
import { several } from './several.ts'
import { yaml } from './yaml.ts'

/** Every case of a configuration. */
export const cases: readonly ConfigCase[] = [
  ...yaml,
  ...keys,
  ...server,
  ...linking,
  ...drivers,
  ...mqtt,
  ...appliances,
  ...scenes,
  ...secrets,
  ...several,
]
