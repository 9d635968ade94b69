import { createDeadline } from '../../../src/home/deadline.ts'
import { errorText, type LocalizedText } from '../../../src/util/translate.ts'
import type { ClimateProtocol, ClimateState } from '../climate/protocol.ts'
import { fitToProtocol, protocolOf, recogniseClimate } from '../climate/protocols/index.ts'
import { type Code, type ProtocolKey, recognise } from '../codes/index.ts'
import { askOneOf, capture, type LearningSession } from './capture.ts'
import { say } from './messages.ts'
import { learnStates } from './states.ts'

/** How long a state may take to be sent, in milliseconds. */
const sendTimeoutMs = 10_000

/** Learns how an air conditioner is told what it is to do: from one press if a built-in protocol has it, else state by state. */
export async function learnClimate(session: LearningSession): Promise<void> {
  const { print } = session.dialogue
  print(say('onePressEnough'))
  for (;;) {
    const captured = await capture(session, say('anyKey'))
    if (captured === 'stop') return print(say('nothingLearnt'))
    if (captured === 'skip') return learnStates(session)
    const found = recogniseClimate(captured)
    if (!found) {
      const key = singleKeyOf(captured)
      print(key ? say('singleKey', { key: JSON.stringify({ [key.protocol]: key.fields }) }) : say('noBuiltIn'))
      const answer = await askOneOf(session.dialogue, say('againOrStates'), ['r', 'l', 'q'])
      if (answer === 'l') return learnStates(session)
      if (answer !== 'r') return print(say('nothingLearnt'))
      continue
    }
    print(say('heard', { key: `${found.protocol.name}: ${describeState(found.state)}` }))
    const answer = await verifyWithAnotherState(session, found)
    if (answer === 'r') continue
    if (answer === 'n') return learnStates(session)
    return showConfiguration(session, found.protocol, answer === '' || answer === 'y')
  }
}

/** The key that a code is, unless it tells the whole state of an air conditioner: no key takes more than six bytes. */
function singleKeyOf(captured: Code): ProtocolKey | undefined {
  const key = recognise(captured)
  return key?.fields.bytes === undefined ? key : undefined
}

/** Sends another state of the protocol. @returns what they say of it; nothing if they have gone */
async function verifyWithAnotherState(
  { dialogue, transmitter }: LearningSession,
  { protocol, state }: { protocol: ClimateProtocol; state: ClimateState },
): Promise<string | undefined> {
  const other = anotherState(protocol, state)
  for (;;) {
    const limit = createDeadline(sendTimeoutMs)
    let problem: LocalizedText | undefined
    try {
      await transmitter.send(protocol.encode(other), 0, limit.signal)
      await transmitter.confirm?.(limit.signal)
    } catch (error) {
      problem = errorText(error)
    } finally {
      limit.end()
    }
    const question =
      problem === undefined ? say('didItObey', { state: describeState(other) }) : say('notTold', { why: problem })
    const answers = problem === undefined ? ['', 'y', 'n', 'a', 'r', 'q'] : ['a', 'r', 'q']
    const answer = await askOneOf(dialogue, question, answers)
    if (answer !== 'a') return answer
  }
}

/** A state that is seen to be another one: on, and a degree away where it has degrees. */
function anotherState(protocol: ClimateProtocol, state: ClimateState): ClimateState {
  const on = fitToProtocol(protocol, { ...state, power: true })
  const { targetTemperature: now } = on
  if (!state.power || now === undefined) return on
  return { ...on, targetTemperature: now < protocol.temperature.max ? now + 1 : now - 1 }
}

function showConfiguration(
  { request, dialogue: { print }, connection }: LearningSession,
  { name }: ClimateProtocol,
  isProven: boolean,
): void {
  const { options, type } = request
  const line = `climate: { protocol: ${name} }`
  if (!isProven) print(say('notConfirmed'))
  const { climate } = options ?? {}
  if (!options) print(say('writeAppliance', { id: request.name, type, driver: connection, keys: line }))
  else if (climate && 'protocol' in climate && protocolOf(climate.protocol)?.name === name)
    print(say('writtenAlready', { line }))
  else print(say('writeLine', { name: request.name, line }))
}

/** `on, cool, 24 °C, fan 2` */
const describeState = ({ power, mode, targetTemperature, fanSpeed, oscillation }: ClimateState): string =>
  [
    power ? 'on' : 'off',
    mode,
    ...(targetTemperature === undefined ? [] : [`${targetTemperature} °C`]),
    ...(fanSpeed === undefined ? [] : [`fan ${fanSpeed}`]),
    ...(oscillation === undefined ? [] : [`flaps ${oscillation}`]),
  ].join(', ')
