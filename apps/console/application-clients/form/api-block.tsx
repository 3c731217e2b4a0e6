import { ActionIcon, Text } from '@mantine/core';
import { mdiClose } from '@mdi/js';
import { useId, type ReactNode } from 'react';
import { Icon } from '../../elements/icon.js';
import classes from './api-block.module.css';

interface Props {
  readonly name: string;
  /** What programs know it by, or what it is. */
  readonly about: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

/** One API that a client may call, with what it may do there. */
export function ApiBlock({ name, about, onRemove, children }: Props) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={classes['block']}>
      <div className={classes['head']}>
        <div>
          <Text size="sm" className={classes['name'] ?? ''} id={id}>
            {name}
          </Text>
          <div className={classes['audience']}>{about}</div>
        </div>
        <ActionIcon variant="subtle" color="gray" aria-label={`Take ${name} away`} onClick={onRemove}>
          <Icon path={mdiClose} size={16} />
        </ActionIcon>
      </div>
      {children}
    </div>
  );
}
