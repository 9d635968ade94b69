import { jsonSchema } from '../../config/jsonSchema.ts'
import { loadContext } from '../../gateway/environment.ts'
import { print } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'

/** `clova-home schema` */
export const schema: CliCommand = {
  usage: 'schema',
  summary: 'The JSON Schema of the configuration, for editors',
  argumentCount: [0, 0],
  async run() {
    print(JSON.stringify(await jsonSchema(loadContext), null, 2))
    return 0
  },
}
