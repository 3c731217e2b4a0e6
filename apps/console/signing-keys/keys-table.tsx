import type { SigningKeyFacts } from '@postern/contracts';
import { DateDisplay } from '../elements/date-display.js';
import { Identifier } from '../elements/identifier.js';
import { Cell, Head, ListTable, Row, RowHead } from '../elements/list-table.js';
import { None } from '../elements/none.js';
import { KeyStatus } from './key-status.js';

interface Props {
  /** Absent while nothing is read yet. */
  readonly keys: readonly SigningKeyFacts[] | undefined;
}

const ORDER: readonly SigningKeyFacts['status'][] = ['active', 'pending', 'retiring', 'retired'];

/** The keys of the key set: the one that signs first, then the next one, then those of before. */
export function KeysTable({ keys }: Props) {
  const sorted = keys?.toSorted((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
  return (
    <ListTable
      label="Signing keys"
      columns={5}
      head={
        <>
          <Head>Status</Head>
          <Head>Key ID</Head>
          <Head>Algorithm</Head>
          <Head>Since</Head>
          <Head>Until</Head>
        </>
      }
    >
      {sorted?.map(({ kid, algorithm, status, status_since: since, status_until: until }) => (
        <Row key={kid}>
          <RowHead>
            <KeyStatus status={status} />
          </RowHead>
          <Cell label="Key ID">
            <Identifier text={kid} what="key ID" />
          </Cell>
          <Cell label="Algorithm">{algorithm}</Cell>
          <Cell label="Since">
            <DateDisplay time={since} />
          </Cell>
          <Cell label="Until">
            {until === null ? <None>The next key takes over</None> : <DateDisplay time={until} />}
          </Cell>
        </Row>
      ))}
    </ListTable>
  );
}
