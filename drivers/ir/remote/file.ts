import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import { didYouMean } from '../../../src/home/suggest.ts'
import { keysOfText } from '../climate/smartir/keys.ts'
import { type Key, keySchema } from '../codes/index.ts'
import { isKeyName, keyNames } from './abilities.ts'

/** What one key sends: a code, or the name that lircd has for it. */
export type RemoteKey = Key | { readonly lirc: { readonly remote: string; readonly key: string } }

/** `{ lirc: living-tv KEY_POWER }` */
const lirc = z
  .strictObject({
    lirc: z.string().regex(/^\S+ \S+$/, 'write the remote and the key as lircd has them: living-tv KEY_POWER'),
  })
  .transform(({ lirc }) => {
    const [remote = '', key = ''] = lirc.split(' ')
    return { lirc: { remote, key } }
  })

const key = z.union([lirc, keySchema])

/** The keys of a remote by their names. */
export const keysSchema = z
  .object(Object.fromEntries(keyNames.map((name) => [name, key.optional()])))
  .catchall(key)
  .superRefine((keys, context) => {
    const wrong = Object.keys(keys).filter((name) => !isKeyName(name))
    if (wrong.length > 0) context.addIssue({ code: 'unrecognized_keys', keys: wrong, input: keys })
  })
export type Keys = Readonly<Record<string, RemoteKey>>

const fileSchema = z.looseObject({ keys: keysSchema })

/** Our names for what files of SmartIR call otherwise. */
const renamed: Readonly<Record<string, string>> = {
  volumeUp: 'volumeUp',
  volumeDown: 'volumeDown',
  mute: 'mute',
  nextChannel: 'channelUp',
  previousChannel: 'channelDown',
  brighten: 'brightnessUp',
  dim: 'brightnessDown',
  on: 'on',
  off: 'off',
  power: 'power',
  oscillate: 'swing',
}

/**
 * The keys that a file holds: our own YAML, or a file of SmartIR.
 * @throws Error in plain words that name the file
 */
export function readKeys(file: string): { readonly keys: Keys; readonly problems: readonly string[] } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(
      code === 'ENOENT'
        ? `there is no file ${file}; learn its keys with "clova-home learn", or write it`
        : `${file} cannot be read (${code})`,
    )
  }
  if (/\.json$/i.test(file)) return fromSmartIr(text, file)
  let value: unknown
  try {
    value = parse(text, { maxAliasCount: 0 })
  } catch (error) {
    throw new Error(`${file} is not YAML: ${(error as Error).message.split('\n')[0]}`, { cause: error })
  }
  const parsed = fileSchema.safeParse(value)
  if (parsed.success) return { keys: parsed.data.keys as Keys, problems: [] }
  throw new Error(`${file}: ${plain(parsed.error.issues[0])}`)
}

type Issue = z.core.$ZodIssue

/** What is wrong, and where: of a code that is none of its forms, what the form says that its writer had in mind. */
function plain(issue: Issue | undefined): string {
  if (!issue) return 'it cannot be read'
  const [name = ''] = issue.code === 'unrecognized_keys' ? issue.keys : []
  if (name !== '' && issue.path.join() === 'keys')
    return `keys.${name}: a remote has no such key.${didYouMean(name, keyNames) || ` There are ${keyNames.join(', ')}, and mode.…, input.…, swing.…, fan.…`}`
  const all = leaves(issue)
  const { message } = all.find(({ code }) => code === 'custom') ?? all.at(-1) ?? issue
  return `${issue.path.join('.') || 'the file'}: ${message}`
}

const leaves = (issue: Issue): readonly Issue[] =>
  issue.code === 'invalid_union' ? issue.errors.flat().flatMap(leaves) : [issue]

function fromSmartIr(text: string, file: string): ReturnType<typeof readKeys> {
  const { keys, speeds, sources, problems } = keysOfText(text, file)
  const nameOf = (name: string) =>
    speeds.includes(name) ? `fan.${speeds.indexOf(name) + 1}` : sources.includes(name) ? `input.${name}` : renamed[name]
  const known = [...keys].flatMap(([name, code]) => {
    const ours = nameOf(name)
    return ours === undefined ? [] : [[ours, { code: code() }] as const]
  })
  return { keys: Object.fromEntries(known), problems }
}
