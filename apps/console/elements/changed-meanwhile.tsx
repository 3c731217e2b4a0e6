import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { mdiAccountMultipleOutline } from '@mdi/js';
import { Icon } from './icon.js';
import { DifferenceList } from './difference-list.js';
import { differences } from './differences.js';
import { fieldLabel } from './field-words.js';
import type { Meanwhile } from './use-edit-form.js';

interface Props<Values> {
  /** Absent where nobody changed anything. */
  readonly meanwhile: Meanwhile<Values> | undefined;
  /** Values as they are told, where a form has them in a way of its own. */
  readonly inWords?: (values: Values) => Readonly<Record<string, unknown>>;
  /** Takes over what they made of these fields, in place of what was typed in. */
  readonly onTakeTheirs: (theirs: Partial<Values>) => void;
}

/** Tells that somebody else changed the same thing, and what. It is read out when it appears. */
export function ChangedMeanwhile<Values extends Record<string, unknown>>(props: Props<Values>) {
  const { meanwhile, inWords = (values) => values, onTakeTheirs } = props;
  if (meanwhile === undefined) return null;
  const { before, after, changed, disputed } = meanwhile;
  const only = (values: Values) =>
    Object.fromEntries(changed.map((field) => [field, inWords(values)[field]]));
  return (
    <Alert
      role="alert"
      color="yellow"
      icon={<Icon path={mdiAccountMultipleOutline} />}
      title="Somebody else changed it while you did"
    >
      <Stack gap="sm">
        <Text size="sm">
          {disputed.length === 0
            ? 'Nothing of yours is lost: both changes are in the form now. Look at them, then save again.'
            : `Nothing of yours is lost. Both of you changed ${namesOf(disputed)}: the form has what you typed in. Save again to keep it, or take what they made of it.`}
        </Text>
        <DifferenceList differences={differences(only(before), only(after))} />
        {disputed.length > 0 && (
          <Group>
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                onTakeTheirs(
                  Object.fromEntries(disputed.map((field) => [field, after[field]])) as Partial<Values>,
                )
              }
            >
              Take theirs instead
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

function namesOf(fields: readonly string[]): string {
  return new Intl.ListFormat('en').format(fields.map((field) => fieldLabel(field).toLowerCase()));
}
