/** What mends what a blaster tells, by its words; nothing where those say it themselves. */
const rows: readonly (readonly [tells: RegExp, mend: string])[] = [
  [/another device, MAC/, 'in the configuration: the right mac, or none; clova-home discover shows what is there'],
  [/nobody knows the name/, 'in the configuration: the address in place of the name'],
  [/cannot be sent|are radio codes|no sensors/, 'in the configuration: another connection for it, or other codes'],
  [/cannot be set: its/, 'in the configuration: a shorter gap'],
  [/nothing of ours does that|are not used/, 'nothing must be done: the rest works'],
  [/is locked/, 'in the Broadlink app: the device, its properties, "Lock device" off'],
  [/lircd?\b.*(ENOENT|ECONNREFUSED|not there)|(ENOENT|ECONNREFUSED).*lirc/i, 'sudo systemctl restart lircd'],
  [/EACCES|permission/i, 'sudo usermod -aG video clova-home && sudo systemctl restart clova-home'],
  [/takes no session/, 'switch the blaster off and on'],
  [/nothing answers/, 'switch the blaster off and on; clova-home discover shows where it is'],
  [/it is not offered|cannot be used|codes/, 'clova-home learn, for the codes that are broken'],
]

/** What mends one of the problems of a blaster. */
export const remedy = (problem: string): string | undefined => rows.find(([tells]) => tells.test(problem))?.[1]
