import { Stack, Tabs, Text } from '@mantine/core';
import { CodeBlock } from '../../elements/code-block.js';
import { curlCommand, curlWithFile } from './curl.js';
import { envFileName } from './env-file.js';
import { ExpectedAnswer } from './expected-answer.js';
import { snippetsFor } from './snippets.js';
import { SnippetSteps } from './snippet-steps.js';
import type { TokenAnswer, TokenRequest } from './token-request.js';

interface Props {
  readonly request: TokenRequest;
  readonly answer: TokenAnswer;
  readonly secret: string;
  readonly onTaken: () => void;
}

/** How to get the first token, in a terminal or in a program, and what to expect. */
export function TryIt({ request, answer, secret, onTaken }: Props) {
  const snippets = snippetsFor(request);
  return (
    <Tabs defaultValue="curl" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="curl">curl</Tabs.Tab>
        {snippets.map(({ language }) => (
          <Tabs.Tab key={language} value={language}>
            {language}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="curl">
        <Stack gap="sm">
          <Text size="sm">Paste this into a terminal:</Text>
          <CodeBlock code={curlCommand(request, secret)} what="curl command" wrap onCopied={onTaken} />
          <Text size="xs" c="dimmed">
            The secret stands in it. It begins with a space, which keeps it out of the history of many shells;
            in zsh after <code>setopt HIST_IGNORE_SPACE</code>.
          </Text>
          <ExpectedAnswer answer={answer} issuer={request.issuer} />
          <Text size="sm">
            In scripts, let it read the file <code>{envFileName(request)}</code>:
          </Text>
          <CodeBlock code={curlWithFile(request)} what="curl command that reads the file" wrap />
        </Stack>
      </Tabs.Panel>
      {snippets.map((snippet) => (
        <Tabs.Panel key={snippet.language} value={snippet.language}>
          <SnippetSteps snippet={snippet} envFileName={envFileName(request)} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
