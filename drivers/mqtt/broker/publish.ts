import type { MqttClient } from 'mqtt'
import { generate } from 'mqtt-packet'
import { raceAbort } from '../../../src/home/deadline.ts'
import { Failure } from '../../../src/home/failure.ts'

/**
 * Sends a message now or not at all.
 * @param lost whom to tell when the connection goes meanwhile
 * @param sure wait until the broker says that it has it
 * @throws Failure `offline`
 */
export async function publish(
  client: MqttClient,
  lost: Set<() => void>,
  topic: string,
  payload: string,
  sure: boolean,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  if (!client.connected || client.disconnecting) throw new Failure('offline', 'the broker is away')
  if (!sure) return write(client, topic, payload)
  let gone = () => {}
  let messageId: number | undefined
  const sent = new Promise<void>((resolve, reject) => {
    gone = () => reject(new Failure('offline', 'the broker went away'))
    lost.add(gone)
    client.publish(topic, payload, { qos: 1 }, (error) =>
      error ? reject(new Failure('offline', 'the broker did not take the message', { cause: error })) : resolve(),
    )
    messageId = client.getLastMessageId()
  })
  try {
    await raceAbort(sent, signal)
  } catch (error) {
    // Not a word of it later.
    if (messageId !== undefined) client.removeOutgoingMessage(messageId)
    throw error
  } finally {
    lost.delete(gone)
  }
}

/** In one piece and at once; then together with all that others send in this turn of the loop: each write to a socket costs more than all else. */
function write({ stream }: MqttClient, topic: string, payload: string): void {
  stream.write(generate({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false }))
  if (stream.writableCorked > 0) return
  stream.cork()
  setImmediate(() => stream.uncork())
}
