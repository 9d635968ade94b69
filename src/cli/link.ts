import { type Command, Usage } from './command.ts'
import { showForm } from './linkForm.ts'
import { end, status } from './links.ts'
import { readConfig } from './world.ts'

const verbs = { status, revoke: end } as const

/** `clova-home link [status|revoke [NAME]]` */
export const link: Command = {
  usage: 'link [status|revoke [NAME]]',
  summary: "What to enter in CLOVA's developer console, who has linked, and how to end that",
  help: `  clova-home link                 every field of the console's form, in its order, and what is still missing here
  clova-home link status          who is linked since when, and when it was last used
  clova-home link revoke family   ends the links of a user, or the one of that ID; without a name all of them`,
  words: [0, 2],
  async run({ words: [verb, name], config: file, json }) {
    const work = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb as keyof typeof verbs] : undefined
    if (verb !== undefined && !work) throw new Usage(`"${verb}" is none of status and revoke`)
    if (verb === 'status' && name !== undefined) throw new Usage(`"${name}" is too much. It is: clova-home link status`)
    if (!work) return showForm(file, json)
    const config = await readConfig(file)
    return config ? work(config, name ?? '', json) : 1
  },
}
