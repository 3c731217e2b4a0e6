import { List, Stack, Text } from '@mantine/core';
import { CodeBlock } from '../../elements/code-block.js';
import type { Snippet } from './snippets.js';

interface Props {
  readonly snippet: Snippet;
  readonly envFileName: string;
}

/** From nothing to a program that has called with its token. */
export function SnippetSteps({ snippet, envFileName }: Props) {
  const { language, install, fileName, code, run } = snippet;
  return (
    <List type="ordered" spacing="md" size="sm" styles={{ itemWrapper: { display: 'block' } }}>
      <List.Item>
        <Stack gap="xs">
          <Text size="sm">In a new folder:</Text>
          <CodeBlock code={install} what={`command that installs what ${language} needs`} wrap />
        </Stack>
      </List.Item>
      <List.Item>
        <Stack gap="xs">
          <Text size="sm">
            Save this as <code>{fileName}</code>:
          </Text>
          <CodeBlock code={code} what={`${language} program`} />
        </Stack>
      </List.Item>
      <List.Item>
        <Stack gap="xs">
          <Text size="sm">
            Put <code>{envFileName}</code> (Download as .env) beside it: the secret stays out of the code.
            Then run it:
          </Text>
          <CodeBlock code={run} what={`command that runs the ${language} program`} wrap />
        </Stack>
      </List.Item>
    </List>
  );
}
