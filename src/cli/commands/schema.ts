import { jsonSchema } from '../../config/jsonSchema.ts'
import { loadContext } from '../../gateway/environment.ts'
import { print } from '../../util/terminal.ts'
import type { CliCommand } from '../command.ts'

/** `clova-home schema` */
export const schema: CliCommand = {
  usage: 'schema',
  summary: {
    ko: '편집기를 위한 설정의 JSON Schema',
    ja: 'エディターのための、設定のJSON Schema',
    en: 'The JSON Schema of the configuration, for editors',
  },
  argumentCount: [0, 0],
  keepsRootRights: true,
  async run() {
    print(JSON.stringify(await jsonSchema(loadContext), null, 2))
    return 0
  },
}
