import { setTimeout } from 'node:timers/promises'
import type { ControlClient } from '../control/client.ts'
import { formatExplanation } from '../control/explanations/index.ts'
import type { CodePort, ReceivedCode } from '../home/codeTools.ts'
import { Failure } from '../home/failure.ts'
import { byLanguage } from '../util/translate.ts'

/** How long the gateway lets the blaster listen if nobody cancels it, in milliseconds: longer than any press is waited for. */
const listenTimeoutMs = 60_000
/** How often the gateway is asked whether a press was received. */
const pollIntervalMs = 200

/**
 * The blaster of a connection, as the running gateway holds it: two programs at once would take the presses from each other.
 * @returns undefined if no gateway runs, or if it has no such blaster
 * @throws Error in plain words if the gateway cannot be asked
 */
export async function gatewayBlaster(
  client: Pick<ControlClient, 'call' | 'callIfRunning'>,
  connection: string,
): Promise<CodePort | undefined> {
  const running = await client.callIfRunning('remotes', {})
  const blaster = running?.blasters.find((one) => one.connection === connection)
  if (!blaster) return undefined
  const { canLearn, hasRadio, isConnected, model } = blaster
  return {
    canLearn,
    hasRadio,
    ...(model !== undefined && { model }),
    isOnline: () => isConnected,
    async learn(isRadio, signal, onReleased) {
      const { id } = await client.call('startLearning', { connection, isRadio, timeoutMs: listenTimeoutMs }, signal)
      try {
        return await waitForCode(id, signal, onReleased)
      } catch (error) {
        if (signal.aborted) await client.call('cancelLearning', { id }).catch(() => {})
        throw error
      }
    },
    async send({ pulses, ...code }, signal) {
      await client.call('sendCode', { connection, code: { ...code, pulses: [...pulses] } }, signal)
    },
  }

  async function waitForCode(id: string, signal: AbortSignal, onReleased: () => void): Promise<ReceivedCode> {
    let isReleased = false
    for (;;) {
      const { state, press, reason, hint } = await client.call('learning', { id }, signal)
      if (press) {
        const { medium, carrierHz, pulses } = press.code
        return { pulses, ...(medium !== undefined && { medium }), ...(carrierHz !== undefined && { carrierHz }) }
      }
      if (state !== 'listening')
        throw new Failure('actionFailed', reason && byLanguage((language) => formatExplanation(reason, language)))
      if (hint && !isReleased) onReleased()
      isReleased ||= hint !== undefined
      await setTimeout(pollIntervalMs, undefined, { signal })
    }
  }
}
