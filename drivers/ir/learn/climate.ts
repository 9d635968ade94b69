import { createDeadline } from '../../../src/home/deadline.ts'
import type { ClimateProtocol, ClimateState } from '../climate/protocol.ts'
import { fitToProtocol, protocolOf, recogniseClimate } from '../climate/protocols/index.ts'
import { type Code, type ProtocolKey, recognise } from '../codes/index.ts'
import { askOneOf, capture, type LearningSession } from './capture.ts'
import { learnStates } from './states.ts'

/** How long a state may take to be sent, in milliseconds. */
const sendTimeoutMs = 10_000

/** Learns how an air conditioner is told what it is to do: from one press if a built-in protocol has it, else state by state. */
export async function learnClimate(session: LearningSession): Promise<void> {
  const { print } = session.dialogue
  print('One press of its remote is enough, if its protocol is built in.')
  for (;;) {
    const captured = await capture(session, '1 of 1  any key of its remote, best one of its temperature')
    if (captured === 'stop') return print('Nothing was learnt.')
    if (captured === 'skip') return learnStates(session)
    const found = recogniseClimate(captured)
    if (!found) {
      const key = singleKeyOf(captured)
      print(
        key
          ? `  That is the single key ${JSON.stringify({ [key.protocol]: key.fields })}, and not all that the appliance is to do: learn it as a remote, with --keys power,temperatureUp,temperatureDown`
          : '  None of the built-in protocols is this, so one press is not enough.',
      )
      const answer = await askOneOf(
        session.dialogue,
        '  r press again, l learns it state by state (off, and the temperatures of a mode), q stops.',
        ['r', 'l', 'q'],
      )
      if (answer === 'l') return learnStates(session)
      if (answer !== 'r') return print('Nothing was learnt.')
      continue
    }
    print(`  heard: ${found.protocol.name}: ${describeState(found.state)}`)
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
    let problem: string | undefined
    try {
      await transmitter.send(protocol.encode(other), 0, limit.signal)
      await transmitter.confirm?.(limit.signal)
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
    } finally {
      limit.end()
    }
    const question =
      problem === undefined
        ? `  It was told: ${describeState(other)}. Did it obey? Enter yes, n no (then its states are learnt one by one), a send it again, r press again, q stop.`
        : `  It could not be told anything: ${problem}. a send it again, r press again, q stop.`
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
  { lesson, dialogue: { print }, connection }: LearningSession,
  { name }: ClimateProtocol,
  isProven: boolean,
): void {
  const { options, type } = lesson
  const line = `climate: { protocol: ${name} }`
  if (!isProven) print('Nobody has said that it obeyed.')
  const { climate } = options ?? {}
  if (!options)
    print(
      `Under appliances: it would be\n  - { id: ${lesson.name}, name: a name that you say, type: ${type}, driver: ${connection}, ${line} }`,
    )
  else if (climate && 'protocol' in climate && protocolOf(climate.protocol)?.name === name)
    print(`That is what the configuration says already:\n  ${line}`)
  else print(`In the configuration write with ${lesson.name}:\n  ${line}`)
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
