import { jsonSchema } from '../config/jsonSchema.ts'
import { type Command, print } from './command.ts'
import { world } from './world.ts'

/** `clova-home schema` */
export const schema: Command = {
  usage: 'schema',
  summary: 'The JSON Schema of the configuration, for editors',
  words: [0, 0],
  async run() {
    print(JSON.stringify(await jsonSchema(world), null, 2))
    return 0
  },
}
