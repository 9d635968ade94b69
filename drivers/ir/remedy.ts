import { remedyFor } from '../../src/home/offlineCause.ts'
import type { Text } from '../../src/util/translate.ts'
import { type IrFix, say } from './messages.ts'

/** What mends a problem of a blaster or of an appliance behind it: a command, or a sentence. */
const remedies: Readonly<Record<IrFix, Text>> = {
  mac: say('fixMac'),
  address: say('fixAddress'),
  connection: say('fixConnection'),
  gap: say('fixGap'),
  nothing: say('fixNothing'),
  lock: say('fixLock'),
  lirc: 'sudo systemctl restart lircd',
  video: 'sudo usermod -aG video clova-home && sudo systemctl restart clova-home',
  restart: say('fixRestart'),
  remo: say('fixRemo'),
  localKey: say('fixLocalKey'),
  dataPoints: say('fixDataPoints'),
  tuya: say('fixTuya'),
  silent: say('fixSilent'),
  codes: say('fixCodes'),
}

/** What mends one of the problems of a blaster; nothing where the problem says it itself. */
export const remedy = (problem: Text): Text | undefined => remedyFor(remedies, problem)
