import { Paper, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './card.module.css';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of a page, under a heading of its own. */
export function Card({ title, children }: Props) {
  const id = useId();
  return (
    <Paper component="section" className={classes['card'] ?? ''} aria-labelledby={id}>
      <Title order={2} size="h4" mb="md" id={id}>
        {title}
      </Title>
      {children}
    </Paper>
  );
}
