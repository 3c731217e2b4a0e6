import { readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';
import { ModifiableInstruction } from 'dockerfile-ast/lib/modifiableInstruction.js';
import { PropertyInstruction } from 'dockerfile-ast/lib/propertyInstruction.js';

/**
 * @typedef {object} Step an instruction
 * @property {string} keyword
 * @property {string[]} flags as written, without the dashes: `from=build`
 * @property {string} text what follows keyword and flags, on one line
 * @property {string[]} words of that
 * @property {[name: string, value: string | null][]} pairs `NAME=value`, of ARG, ENV and LABEL
 * @property {number} line counted from 1
 */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} base name of an image or of an earlier stage
 * @property {Step[]} steps
 */

/**
 * @param {string} file
 * @returns {{ globals: Record<string, string>, stages: Stage[] }} the ARGs before the first FROM, and the stages
 */
export function readDockerfile(file) {
  const parsed = DockerfileParser.parse(readFileSync(file, 'utf8'));
  /** @type {Record<string, string>} */
  const globals = {};
  /** @type {Stage[]} */
  const stages = [];
  for (const instruction of parsed.getInstructions()) {
    const step = stepOf(instruction);
    if (step.keyword === 'FROM') {
      const [base = '', , name = String(stages.length)] = step.words;
      stages.push({ name, base: expand(base, globals), steps: [] });
    } else if (stages.length === 0) Object.assign(globals, pairsIn(step, {}));
    else stages.at(-1)?.steps.push(step);
  }
  return { globals, stages };
}

/** @param {import('dockerfile-ast').Instruction} instruction @returns {Step} */
function stepOf(instruction) {
  const properties = instruction instanceof PropertyInstruction ? instruction.getProperties() : [];
  const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : [];
  return {
    keyword: instruction.getKeyword(),
    flags: flags.map((flag) => flag.toString().slice(2)),
    text: instruction.getArgumentsContent() ?? '',
    words: instruction.getArguments().map((argument) => argument.getValue()),
    pairs: properties.map((property) => [property.getName(), property.getValue()]),
    line: instruction.getRange().start.line + 1,
  };
}

/**
 * @param {string} text
 * @param {Record<string, string | undefined>} values
 * @returns {string} with `$NAME` and `${NAME}` replaced
 * @throws {Error} where there is no such name
 */
export function expand(text, values) {
  return text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (_, bare, braced) => {
    const value = values[bare ?? braced];
    if (value === undefined) throw new Error(`${bare ?? braced} is not set in: ${text}`);
    return value;
  });
}

/**
 * @param {Step} step of ARG, ENV or LABEL; an ARG without a value has what is set before the first FROM
 * @param {Record<string, string | undefined>} values
 * @returns {Record<string, string>}
 */
export function pairsIn({ pairs }, values) {
  return Object.fromEntries(pairs.map(([name, value]) => [name, expand(value ?? `\${${name}}`, values)]));
}
