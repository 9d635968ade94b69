import type { CliCommand } from '../command.ts'

/** Every command, loaded only when it is typed. */
export const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  run: async () => (await import('./run.ts')).run,
  demo: async () => (await import('../demo/index.ts')).demo,
  setup: async () => (await import('../setup/index.ts')).setup,
  dashboard: async () => (await import('./dashboard.ts')).dashboard,
  check: async () => (await import('./check.ts')).check,
  appliances: async () => (await import('./appliances.ts')).appliances,
  discover: async () => (await import('./discover.ts')).discover,
  ir: async () => (await import('./ir.ts')).ir,
  learn: async () => (await import('./learn.ts')).learn,
  pair: async () => (await import('./pair.ts')).pair,
  say: async () => (await import('./say.ts')).say,
  link: async () => (await import('./link.ts')).link,
  password: async () => (await import('./password.ts')).password,
  token: async () => (await import('./token.ts')).token,
  service: async () => (await import('./service.ts')).service,
  doctor: async () => (await import('./doctor.ts')).doctor,
  support: async () => (await import('./support.ts')).support,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  hub: async () => (await import('./hub.ts')).hub,
  join: async () => (await import('./join.ts')).join,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  schema: async () => (await import('./schema.ts')).schema,
}
