import * as z from 'zod'
import { changeOutcome, explanation, nothing, type OperationShape, text } from './shapes.ts'

/** A code as it was received: mark and space by turns. */
const code = z.object({
  medium: z.string().max(20).optional().describe('absent: infrared light; else the radio band, such as rf433'),
  carrierHz: z.number().optional(),
  pulses: z.array(z.number().int().min(1).max(10_000_000)).min(2).max(4096).describe('mark and space by turns, in µs'),
})

/** What a code is, if one of the known protocols wrote it. */
const recognised = z
  .object({
    protocol: z.string(),
    fields: z.record(z.string(), z.unknown()),
    bits: z.number().optional(),
    isClimate: z.boolean().describe('it tells the whole state of an air conditioner'),
  })
  .describe('absent: no known protocol')

const press = z.object({
  code,
  durationMs: z.number().describe('of the whole press'),
  recognised: recognised.optional(),
  duplicateOf: z.string().optional().describe('the key of the same remote that has this code already'),
})

/** One remote of an imported file. */
const importedRemote = z.object({
  name: z.string(),
  kind: z.enum(['remote', 'climate']).describe('climate: the states of an air conditioner'),
  protocol: z.string().optional().describe('of an air conditioner whose protocol is built in: then no file is needed'),
  keys: z
    .array(
      z.object({
        name: z.string().describe('as the file has it'),
        suggested: z.string().optional().describe('our name for it'),
        protocol: z.string().optional().describe('what its code was recognised as; absent: its pulses are kept'),
        code: code.optional().describe('to try it; absent: it has no name of ours, or the file is too long'),
      }),
    )
    .describe('of an air conditioner that is a file of states: a few of them, to try'),
  notes: z.array(text).describe('what its owner should know'),
})

/** Learning one press. */
export const learning = z.object({
  id: z.string(),
  connection: z.string(),
  key: z.string().optional(),
  state: z.enum(['listening', 'received', 'failed', 'cancelled']),
  endsAt: z.number().describe('until when it listens'),
  hint: explanation.optional().describe('what to do now, such as to press again for the radio'),
  press: press.optional(),
  reason: explanation.optional().describe('why it failed'),
})

const remoteKey = z.object({
  name: z.string(),
  state: z.enum(['learnt', 'missing']),
  protocol: z.string().optional(),
  code: code.optional().describe('only of one remote'),
})

const remote = z.object({
  id: z.string().describe('its file as the configuration names it, or the id of its appliance'),
  file: z.string().optional(),
  appliance: z.string().optional(),
  name: z.string(),
  type: z.string().optional(),
  connection: z.string().optional(),
  keys: z.array(remoteKey),
  problems: z.array(text),
})

export const remoteOperations = {
  remotes: {
    method: 'GET',
    path: '/remotes',
    role: 'owner',
    summary: 'The blasters, the remotes with their keys, and the kinds of files that can be brought in',
    request: nothing,
    response: z.object({
      blasters: z.array(
        z.object({
          connection: z.string(),
          model: z.string().optional(),
          isConnected: z.boolean(),
          canLearn: z.boolean(),
          hasRadio: z.boolean(),
          problem: text.optional(),
        }),
      ),
      remotes: z.array(remote),
      imports: z.array(z.object({ format: z.string(), name: z.string(), extensions: z.array(z.string()) })),
    }),
  },
  remote: {
    method: 'GET',
    path: '/remotes/{id}',
    role: 'owner',
    summary: 'One remote with the codes of its keys',
    request: z.object({ id: z.string() }),
    response: remote,
  },
  keyNames: {
    method: 'POST',
    path: '/remotes/key-names',
    role: 'owner',
    summary: 'The keys that an appliance of a type can have, the most useful first',
    request: z.object({ type: z.string() }),
    response: z.object({ keys: z.array(z.string()) }),
  },
  startLearning: {
    method: 'POST',
    path: '/learning',
    role: 'owner',
    summary: 'Lets a blaster listen for one press of a key',
    request: z.object({
      connection: z.string(),
      remote: z.string().optional().describe('the id of the remote, to find the same code among its keys'),
      key: z.string().max(100).optional(),
      isRadio: z.boolean().default(false),
      timeoutMs: z.number().int().min(1000).max(60_000).default(30_000),
    }),
    response: learning,
  },
  learning: {
    method: 'GET',
    path: '/learning/{id}',
    role: 'owner',
    summary: 'The state of a learning session; each change is also sent as an event `learning`',
    request: z.object({ id: z.string() }),
    response: learning,
  },
  cancelLearning: {
    method: 'POST',
    path: '/learning/{id}/cancel',
    role: 'owner',
    summary: 'Ends the learning session',
    request: z.object({ id: z.string() }),
    response: learning,
  },
  compareCodes: {
    method: 'POST',
    path: '/codes/compare',
    role: 'owner',
    summary: 'Compares two presses of one key: whether they say the same, and where they differ',
    request: z.object({ first: code, second: code }),
    response: z.object({
      isSame: z.boolean(),
      first: press,
      second: press,
      maxDeviation: z.number().describe('of the times, as a share: 0.03 is 3 %'),
      differences: z
        .array(z.object({ pulse: z.number().describe('index in both'), bit: z.number().optional() }))
        .max(200),
      explanation,
    }),
  },
  sendCode: {
    method: 'POST',
    path: '/codes/send',
    role: 'owner',
    summary: 'Sends a code once',
    request: z.object({ connection: z.string(), code }),
    response: z.object({ ms: z.number() }),
  },
  importCodes: {
    method: 'POST',
    path: '/remotes/import',
    role: 'owner',
    summary: 'Reads a file of codes or a pasted code; nothing is saved',
    request: z.object({
      text: z.string().max(4_000_000),
      fileName: z.string().max(255).optional(),
    }),
    response: z.object({
      format: z.string().optional().describe('what it was recognised as; absent: it was not'),
      remotes: z.array(importedRemote).describe('all remotes of the file; each is saved by itself, by its name'),
      problems: z.array(text).describe('what could not be taken'),
      reason: explanation.optional().describe('why nothing can be made of it'),
    }),
  },
  saveRemote: {
    method: 'POST',
    path: '/remotes/save',
    role: 'owner',
    summary:
      'Writes keys into the file of a remote; the keys that are there stay. With a type, an appliance is made of it',
    request: z.object({
      id: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/)
        .describe('of the remote or the new appliance'),
      connection: z.string(),
      name: z.string().trim().min(1).max(100).optional(),
      type: z.string().optional(),
      keys: z
        .array(z.object({ name: z.string().min(1).max(100), code }))
        .max(500)
        .default([]),
      file: z
        .object({
          text: z.string().max(4_000_000),
          format: z.string(),
          fileName: z.string().max(255).optional(),
          remote: z.string().max(200).optional().describe('which of its remotes, by name; absent: the first'),
        })
        .optional()
        .describe('a whole file that was read by `importCodes`'),
      removed: z.array(z.string()).default([]).describe('keys to take away, or to leave out of the file'),
    }),
    response: z.object({
      file: z.string().optional(),
      keys: z.array(z.string()),
      change: changeOutcome.optional().describe('of the configuration, if it was changed'),
      reason: explanation.optional().describe('why it was not written'),
    }),
  },
} as const satisfies Readonly<Record<string, OperationShape>>
