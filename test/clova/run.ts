import { clova, type RequestRecord } from '../../src/clova/answer.ts'
import { type Dialect, languageOf } from '../../src/clova/dialect.ts'
import type { Message } from '../../src/clova/envelope.ts'
import { appliance } from '../../src/home/appliance.ts'
import { Failure } from '../../src/home/failure.ts'
import { home } from '../../src/home/home.ts'
import { fakeDevice } from '../support/fakeDevice.ts'
import { silent } from '../support/log.ts'
import type { Case } from './case.ts'

/** The message that every request of the cases carries. */
export const messageId = '33da6561-0149-4532-a30b-e0de8f75c4cf'

/** Plays a case. */
export async function play(given: Case) {
  const { edition, language = languageOf[edition], previousState = 'always', it, scenes = [], token = 'good' } = given
  const { fails, at, ...rest } = it ?? { spec: { traits: {}, verbs: [] } }
  const device = fakeDevice({
    ...rest,
    ...(at !== undefined && { at: new Date(at) }),
    ...(fails && { failure: fails instanceof Error ? fails : new Failure(fails) }),
  })
  const description = { id: 'it', name: 'it', type: it?.type ?? '', driver: 'fake', tags: [], confirm: [] }
  const house = home(it ? [appliance(description, device)] : [], scenes)
  const dialect: Dialect = { edition, language, previousState }
  const protocol = clova({
    home: () => house,
    dialect: () => dialect,
    authorize: (presented) => (presented === 'good' || presented === 'expired' ? presented : 'unknown'),
    log: silent,
  })
  const record: RequestRecord = { ms: {} }
  const payload = {
    ...(token !== 'missing' && { accessToken: token }),
    ...(it && { appliance: { applianceId: 'it' } }),
    ...given.payload,
  }
  const request = {
    header: { messageId, name: `${given.action}Request`, namespace: 'ClovaHome' as const, payloadVersion: '1.0' },
    payload,
  }
  const message: Message = await protocol.answer(request, new AbortController().signal, record)
  return { message, commands: device.commands, record }
}
