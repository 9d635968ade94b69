import * as z from 'zod'
import { changeOutcome, explanation, nothing, type OperationShape, text } from './shapes.ts'

/** The steps of the first run, in their order. Their state follows from the configuration, so nothing is lost on leaving. */
const setupStep = z.object({
  step: z.enum(['edition', 'address', 'connections', 'appliances', 'users', 'console']),
  state: z.enum(['open', 'done', 'attention']).describe('attention: done, and something is wrong with it'),
  summary: explanation.optional().describe('what is there already, or what is wrong'),
})

const question = z.object({
  key: z.string(),
  label: text,
  rule: text.optional().describe('what a valid answer is made of'),
  defaultValue: z.string().optional(),
  value: z.string().optional().describe('what is configured now; never of a secret'),
  isSecret: z.boolean(),
  isList: z.boolean().describe('several values, separated by commas'),
  isOptional: z.boolean(),
})

const keys = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))

/** What trying a connection gave. Nothing is saved for it. */
const trial = z.object({
  isWorking: z.boolean(),
  ms: z.number(),
  discovered: z.array(z.object({ via: z.string(), count: z.number() })),
  reason: explanation.optional().describe('why it does not work'),
})

/** What was found on the network, and how it went when it was tried. */
const candidate = z.object({
  id: z.string().describe('stays the same for one device'),
  type: z.string().describe('the driver'),
  kind: text.describe('what it is: a broker, a bridge, a blaster'),
  description: text.describe('its model, its own name and its address'),
  keys: keys.describe('of its entry under `drivers:`'),
  state: z
    .enum(['works', 'needsPassword', 'needsHand', 'locked', 'unreachable', 'known'])
    .describe('needsHand: pairing asks for a button; known: the configuration has it already'),
  connection: z.string().optional().describe('its name in the configuration, if it is known'),
  explanation: explanation.optional().describe('what must be done first, or what trying gave'),
  trial: trial.optional(),
})

/** A pairing under way. */
export const pairing = z.object({
  id: z.string(),
  type: z.string(),
  host: z.string().optional(),
  state: z.enum(['waiting', 'paired', 'failed', 'cancelled']),
  secondsLeft: z.number().describe('for pressing the button'),
  lines: z.array(text).describe('what the driver says meanwhile'),
  connection: z.string().optional().describe('the name under which it was saved'),
  change: changeOutcome.optional().describe('how saving it ended'),
  reason: explanation.optional().describe('why it failed'),
})
export type Pairing = z.infer<typeof pairing>

const tunnelKind = z.object({
  kind: z.string(),
  questions: z.array(question),
  companionFiles: z.array(z.string()).describe('files that only the user can make, by their full names'),
  isInstalled: z.boolean().describe('its program is there'),
  isConfigured: z.boolean(),
  isRunning: z.boolean().optional().describe('absent: systemd cannot be asked'),
})

export const setupOperations = {
  setup: {
    method: 'GET',
    path: '/setup',
    role: 'owner',
    summary: 'The progress of the first run, step by step',
    request: nothing,
    response: z.object({
      steps: z.array(setupStep),
      isFinished: z.boolean(),
      edition: z.enum(['kr', 'jp']).optional(),
      language: z.enum(['ko', 'ja', 'en']).optional(),
      publicUrl: z.string().optional(),
      tunnel: z.string().optional().describe('the kind that is configured'),
      notWritable: explanation.optional().describe('why nothing can be saved, with the sudo command'),
    }),
  },
  setEdition: {
    method: 'POST',
    path: '/setup/edition',
    role: 'owner',
    summary: 'Sets the edition and the language of the spoken answers',
    request: z.object({ edition: z.enum(['kr', 'jp']), language: z.enum(['ko', 'ja', 'en']).optional() }),
    response: changeOutcome,
  },
  tunnelKinds: {
    method: 'GET',
    path: '/setup/tunnels',
    role: 'owner',
    summary: 'The kinds of tunnels, what each asks, and which one is there',
    request: nothing,
    response: z.object({ tunnels: z.array(tunnelKind) }),
  },
  setAddress: {
    method: 'POST',
    path: '/setup/address',
    role: 'owner',
    summary: 'Sets the public address, and writes the settings of a tunnel where the service may',
    request: z.object({
      publicUrl: z.string().max(300).optional(),
      tunnel: z.object({ kind: z.string(), answers: z.record(z.string(), z.string()) }).optional(),
    }),
    response: z.object({
      change: changeOutcome,
      tunnel: z
        .object({
          file: z.string(),
          isWritten: z.boolean(),
          missing: z.array(z.string()).describe('files that must be put there'),
          install: z.string().optional().describe('a program that must be installed first'),
          commands: z.array(z.string()).describe('to be run with sudo, in their order, to have it running'),
          reason: explanation.optional(),
        })
        .optional(),
    }),
  },
  tryAddress: {
    method: 'POST',
    path: '/setup/address/try',
    role: 'owner',
    summary: 'Sends a signed test to the public address and says whether it came back here',
    request: nothing,
    response: z.object({ isReached: z.boolean(), ms: z.number().optional(), reason: explanation.optional() }),
  },
  scan: {
    method: 'POST',
    path: '/setup/scan',
    role: 'owner',
    summary: 'Searches the network for brokers, bridges and blasters, and tries each at once; takes about six seconds',
    request: z.object({ host: z.string().max(255).optional().describe('an address that broadcasts do not reach') }),
    response: z.object({ candidates: z.array(candidate), problems: z.array(explanation) }),
  },
  connectionKinds: {
    method: 'GET',
    path: '/setup/connection-kinds',
    role: 'owner',
    summary: 'The kinds of connections that can be made by hand, and what each asks',
    request: nothing,
    response: z.object({
      kinds: z.array(
        z.object({
          type: z.string(),
          kind: text,
          questions: z.array(question),
          isPairable: z.boolean(),
          isScanned: z.boolean().describe('it is found on the network'),
        }),
      ),
    }),
  },
  tryConnection: {
    method: 'POST',
    path: '/setup/connections/try',
    role: 'owner',
    summary: 'Tries a connection; nothing is saved',
    request: z.object({
      type: z.string(),
      keys,
      name: z.string().optional().describe('of a configured one, whose secrets are used where none are given'),
    }),
    response: trial,
  },
  saveConnection: {
    method: 'POST',
    path: '/setup/connections',
    role: 'owner',
    summary: 'Saves a connection; its secrets go to secrets.yaml',
    request: z.object({
      type: z.string(),
      name: z.string().max(100).optional().describe('absent: one is made of its model'),
      keys,
    }),
    response: z.object({ change: changeOutcome, name: z.string() }),
  },
  removeConnection: {
    method: 'POST',
    path: '/setup/connections/{name}/remove',
    role: 'owner',
    summary: 'Removes a connection from the configuration; refused while appliances use it',
    request: z.object({ name: z.string() }),
    response: changeOutcome,
  },
  startPairing: {
    method: 'POST',
    path: '/setup/pairings',
    role: 'owner',
    summary:
      'Starts to pair with a bridge, whose button must be pressed. Ends by itself, and saves the key that it received',
    request: z.object({
      type: z.string(),
      host: z.string().max(255).optional(),
      name: z.string().max(100).optional().describe('for the new connection'),
      allowPlainHttp: z.boolean().default(false),
    }),
    response: pairing,
  },
  pairing: {
    method: 'GET',
    path: '/setup/pairings/{id}',
    role: 'owner',
    summary: 'The state of a pairing; each change is also sent as an event `pairing`',
    request: z.object({ id: z.string() }),
    response: pairing,
  },
  cancelPairing: {
    method: 'POST',
    path: '/setup/pairings/{id}/cancel',
    role: 'owner',
    summary: 'Ends a pairing',
    request: z.object({ id: z.string() }),
    response: pairing,
  },
} as const satisfies Readonly<Record<string, OperationShape>>
