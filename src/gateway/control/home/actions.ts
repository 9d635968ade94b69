import { actionNamed } from '../../../clova/actions/index.ts'
import { payloadOf } from '../../../clova/handler.ts'
import type { Caller, ParsedRequestOf } from '../../../control/api.ts'
import { explain } from '../../../control/explanations/index.ts'
import type { ControlHandlers } from '../../../http/admin/router.ts'
import type { HomeRuntime } from '../../homeRuntime.ts'
import type { CommandRunner } from '../commands.ts'
import { findAppliance } from './appliances.ts'

type ActionHandlers = Pick<ControlHandlers, 'command' | 'act' | 'composeAction'>

interface ActionDependencies {
  readonly home: HomeRuntime
  readonly commands: CommandRunner
}

/** The operations that carry out an action, or show the message of CLOVA that would. */
export function createActionHandlers({ home: runtime, commands }: ActionDependencies): ActionHandlers {
  return {
    command: ({ action, payload }, signal, caller) => commands.run(action, payload, signal, caller),
    act(request, signal, caller) {
      const { action, payload } = composeAction(request, caller)
      return commands.run(action, payload, signal, caller)
    },
    composeAction(request, _signal, caller) {
      const { action, payload } = composeAction(request, caller)
      const row = actionNamed(action)
      const isValid = row?.request.safeParse(payload).success === true
      return {
        message: commands.messageOf(action, payload),
        ...(!isValid && { explanation: explain(row ? 'badValue' : 'unsupported') }),
      }
    },
  }

  function composeAction(
    { appliance, action, value }: ParsedRequestOf<'act'>,
    caller: Caller,
  ): { action: string; payload: Readonly<Record<string, unknown>> } {
    findAppliance(runtime.home(), appliance, caller)
    return { action, payload: payloadOf({ appliance, do: action, ...(value !== undefined && { value }) }) }
  }
}
