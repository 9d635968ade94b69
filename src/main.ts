import { runProgram } from './cli/program.ts'

// A reader such as `head` closes the pipe when it has enough; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = 1
void runProgram(process.argv.slice(2)).then((code) => {
  process.exitCode = code
})
