import type { Messages } from '../messages.ts'
import { appliance } from './appliance.ts'
import { common } from './common.ts'
import { home } from './home.ts'
import { log } from './log.ts'
import { saving } from './saving.ts'
import { session } from './session.ts'
import { traits } from './traits.ts'

export const messages: Messages = { common, saving, session, home, appliance, log, traits }
