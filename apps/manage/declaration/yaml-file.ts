import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
} from 'yaml';

/** A YAML text that knows on which line each of its parts stands. */
export class YamlFile {
  private readonly lines = new LineCounter();
  private readonly document: Document;
  /** `undefined` where there are problems. */
  readonly value: unknown;
  /** Why it is no YAML that can be read, each with its line. */
  readonly problems: readonly string[];

  constructor(
    readonly name: string,
    text: string,
  ) {
    const options = { lineCounter: this.lines, prettyErrors: false, merge: true, stringKeys: true };
    this.document = parseDocument(text, options);
    const problems = [...this.document.errors, ...this.document.warnings].map(({ pos, code, message }) => {
      const reason =
        code === 'MULTIPLE_DOCS' ? 'a second document begins; put it into a file of its own' : message;
      return `${this.atOffset(pos[0])} is not YAML that can be read: ${reason}`;
    });
    try {
      // An empty file declares nothing.
      if (problems.length === 0) this.value = this.document.toJS() ?? {};
    } catch (error) {
      // Aliases are resolved last.
      problems.push(`${name}: is not YAML that can be read: ${error instanceof Error ? error.message : ''}`);
    }
    this.problems = problems;
  }

  /** The line of what is at a path, from 1; where it is absent, of the thing that it is absent from. */
  lineOf(path: readonly PropertyKey[]): number {
    let node: unknown = this.document.contents;
    let found = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    for (const key of path) {
      const part = partOf(node, key);
      const start = isPair(part) ? part.key : part;
      if (!isNode(start) || !start.range) break;
      found = start.range[0];
      node = isPair(part) ? part.value : part;
      if (isAlias(node)) node = node.resolve(this.document);
    }
    return this.lines.linePos(found).line;
  }

  /** The same for people, as `file:line:`. */
  at(path: readonly PropertyKey[]): string {
    return `${this.name}:${this.lineOf(path)}:`;
  }

  private atOffset(offset: number): string {
    return `${this.name}:${this.lines.linePos(offset).line}:`;
  }
}

function partOf(node: unknown, key: PropertyKey): unknown {
  if (isSeq(node)) return node.items[Number(key)];
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}
