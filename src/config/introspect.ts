export { formsOf, keysOf, kindsOf, schemaAt } from '../home/introspect.ts'
