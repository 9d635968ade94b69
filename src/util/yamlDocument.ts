import {
  Composer,
  type CST,
  Document,
  type DocumentOptions,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  YAMLParseError,
} from 'yaml'

/** How many tokens outside of any document, such as surplus brackets, are read: each is an error, and users see a hundred. */
const maxStrayTokens = 100

/** How deep a text may be nested, the document itself counted. The library composes it by recursion, and near the end of the stack V8 ends the process. */
const maxNestingDepth = 100

/**
 * The first document of a YAML text, as `parseDocument` of the library gives it with `prettyErrors: false`, but a text of
 * mistakes takes no longer than a right one, since the library makes an error with a stack for each of a million brackets. One
 * that is nested too deep is an empty document with that error.
 */
export function parseYamlDocument(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions,
): Document.Parsed {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    const tokens = [...withoutManyStrays(new Parser(options.lineCounter?.addNewLine).parse(text))]
    const tooDeep = tokens.map(offsetBelow).find((offset) => offset !== undefined)
    if (tooDeep !== undefined) {
      const empty = Object.assign(new Document(null, options), { contents: null, range: [0, 0, 0] }) as Document.Parsed
      empty.errors.push(new YAMLParseError([tooDeep, tooDeep + 1], 'IMPOSSIBLE', 'it is nested too deep'))
      return empty
    }
    // With `true` there is a document also of a text without any.
    const documents = new Composer(options).compose(tokens, true, text.length)
    const { value: first } = documents.next() as IteratorYieldResult<Document.Parsed>
    const { value: second } = documents.next()
    if (second && options.logLevel !== 'silent')
      first.errors.push(new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', 'a second document'))
    return first
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function* withoutManyStrays(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  let strays = 0
  for (const token of tokens) {
    if (token.type === 'error') strays += 1
    if (strays > maxStrayTokens) return
    yield token
  }
}

/** Where a token is nested deeper than `maxNestingDepth`; without recursion, which would go as deep as the text. */
function offsetBelow(token: CST.Token): number | undefined {
  const todo = [{ token, depth: 0 }]
  for (let next = todo.pop(); next; next = todo.pop()) {
    const depth = next.depth + 1
    if (depth > maxNestingDepth && 'items' in next.token) return next.token.offset
    const inside = 'items' in next.token ? next.token.items : next.token.type === 'document' ? [next.token] : []
    for (const { key, value } of inside as readonly CST.CollectionItem[])
      for (const child of [key, value]) if (child) todo.push({ token: child, depth })
  }
  return undefined
}
