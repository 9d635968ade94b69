import { createDeadline } from '../../../src/home/deadline.ts'
import type { ClimateProtocol, ClimateState } from '../climate/protocol.ts'
import { fitting, protocolOf, recogniseClimate } from '../climate/protocols/index.ts'
import { recognise } from '../codes/index.ts'
import { chosen, hear } from './capture.ts'
import type { Room } from './session.ts'
import { learnStates } from './states.ts'

/** How long a state may take to be sent, in milliseconds. */
const patience = 10_000

/** Learns how an air conditioner is told what it is to do: from one press if a built-in protocol has it, else state by state. */
export async function learnClimate(room: Room): Promise<void> {
  const { tell } = room.dialogue
  tell('One press of its remote is enough, if its protocol is built in.')
  for (;;) {
    const heard = await hear(room, '1 of 1  any key of its remote, best one of its temperature')
    if (heard === 'stop') return tell('Nothing was learnt.')
    if (heard === 'skip') return learnStates(room)
    const found = recogniseClimate(heard)
    if (!found) {
      const key = recognise(heard)
      tell(
        key
          ? `  That is the single key ${JSON.stringify({ [key.protocol]: key.fields })}, and not all that the appliance is to do: learn it as a remote, with --keys power,temperatureUp,temperatureDown`
          : '  None of the built-in protocols is this, so one press is not enough.',
      )
      const answer = await chosen(
        room.dialogue,
        '  r press again, l learns it state by state (off, and the temperatures of a mode), q stops.',
        ['r', 'l', 'q'],
      )
      if (answer === 'l') return learnStates(room)
      if (answer !== 'r') return tell('Nothing was learnt.')
      continue
    }
    tell(`  heard: ${found.protocol.name}: ${said(found.state)}`)
    const answer = await proven(room, found)
    if (answer === 'r') continue
    if (answer === 'n') return learnStates(room)
    return concluded(room, found.protocol, answer === '' || answer === 'y')
  }
}

/** Sends another state of the protocol. @returns what they say of it; nothing if they have gone */
async function proven(
  { dialogue, transmitter }: Room,
  { protocol, state }: { protocol: ClimateProtocol; state: ClimateState },
): Promise<string | undefined> {
  const other = different(protocol, state)
  for (;;) {
    const limit = createDeadline(patience)
    let problem: string | undefined
    try {
      await transmitter.send(protocol.encode(other), 0, limit.signal)
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
    } finally {
      limit.end()
    }
    const question =
      problem === undefined
        ? `  It was told: ${said(other)}. Did it obey? Enter yes, n no (then its states are learnt one by one), a send it again, r press again, q stop.`
        : `  It could not be told anything: ${problem}. a send it again, r press again, q stop.`
    const answers = problem === undefined ? ['', 'y', 'n', 'a', 'r', 'q'] : ['a', 'r', 'q']
    const answer = await chosen(dialogue, question, answers)
    if (answer !== 'a') return answer
  }
}

/** A state that is seen to be another one: on, and a degree away where it has degrees. */
function different(protocol: ClimateProtocol, state: ClimateState): ClimateState {
  const on = fitting(protocol, { ...state, power: true })
  const { targetTemperature: now } = on
  if (!state.power || now === undefined) return on
  return { ...on, targetTemperature: now < protocol.temperature.max ? now + 1 : now - 1 }
}

function concluded(
  { lesson, dialogue: { tell }, connection }: Room,
  { name }: ClimateProtocol,
  isProven: boolean,
): void {
  const { options, type } = lesson
  const line = `climate: { protocol: ${name} }`
  if (!isProven) tell('Nobody has said that it obeyed.')
  const { climate } = options ?? {}
  if (!options)
    tell(
      `Under appliances: it would be\n  - { id: ${lesson.name}, name: a name that you say, type: ${type}, driver: ${connection}, ${line} }`,
    )
  else if (climate && 'protocol' in climate && protocolOf(climate.protocol)?.name === name)
    tell(`That is what the configuration says already:\n  ${line}`)
  else tell(`In the configuration write with ${lesson.name}:\n  ${line}`)
}

/** `on, cool, 24 °C, fan 2` */
const said = ({ power, mode, targetTemperature, fanSpeed, oscillation }: ClimateState): string =>
  [
    power ? 'on' : 'off',
    mode,
    ...(targetTemperature === undefined ? [] : [`${targetTemperature} °C`]),
    ...(fanSpeed === undefined ? [] : [`fan ${fanSpeed}`]),
    ...(oscillation === undefined ? [] : [`flaps ${oscillation}`]),
  ].join(', ')
