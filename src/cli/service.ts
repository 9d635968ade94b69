import type { Command } from './command.ts'
export const service: Command = { usage: 'service install|uninstall|status|devices', summary: 'x', words: [1, 1], run: async () => 0 }
