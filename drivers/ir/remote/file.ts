import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
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

/** The keys of a remote by their names. */
export const keysSchema = z.record(z.string(), z.union([lirc, keySchema])).superRefine((keys, context) => {
  for (const name of Object.keys(keys))
    if (!isKeyName(name))
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `a remote has no key "${name}"; there are ${keyNames.join(', ')}, and mode.…, input.…, swing.…, fan.…`,
      })
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
  if (parsed.success) return { keys: parsed.data.keys, problems: [] }
  const [issue] = parsed.error.issues
  throw new Error(`${file}: ${issue?.path.join('.') || 'the file'}: ${plain(issue)}`)
}

/** Of a key that is none of its forms, what the nearest says. */
const plain = (issue: z.core.$ZodIssue | undefined): string => {
  if (issue?.code !== 'invalid_union') return issue?.message ?? 'it cannot be read'
  return issue.errors.flat().findLast(({ message }) => message !== '')?.message ?? issue.message
}

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
