import { Code, List, Text, TextInput, type TextInputProps } from '@mantine/core';
import classes from './audience-input.module.css';

/** The name that programs know an API by. Its rules are those of the contract. */
export function AudienceInput(props: TextInputProps) {
  return (
    <div>
      <TextInput
        label="Audience"
        description="The URI that tokens and application clients name it by, mostly the URL at which it is reached. It cannot be changed later."
        placeholder="https://billing.example.com"
        autoComplete="off"
        spellCheck={false}
        inputMode="url"
        maxLength={255}
        {...props}
      />
      <details className={classes['rules']}>
        <summary>What it has to be like</summary>
        <List size="sm" spacing={4} mt="xs">
          <List.Item>
            An absolute URI that begins with <Code>https</Code>, <Code>http</Code>, <Code>urn</Code>,{' '}
            <Code>api</Code>, <Code>tag</Code>, <Code>spiffe</Code> or <Code>did</Code>, as{' '}
            <Code>https://billing.example.com</Code> or <Code>urn:example:billing</Code>.
          </List.Item>
          <List.Item>
            In its plain form: scheme and host in lower case, no default port, no <Code>#</Code>, no{' '}
            <Code>.</Code> or <Code>..</Code> between slashes, nothing encoded that need not be.
          </List.Item>
          <List.Item>
            Letter by letter as programs will ask for it: with and without a slash at its end are two names.
          </List.Item>
          <List.Item>No other API has it.</List.Item>
        </List>
        <Text size="sm" mt="xs" c="dimmed">
          Nothing needs to answer at this address; it is a name.
        </Text>
      </details>
    </div>
  );
}
