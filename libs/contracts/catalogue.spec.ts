import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import * as contracts from './index.js';
import type { EventContract } from './define-event.js';
import type { RequestContract } from './define-request.js';

const values: readonly unknown[] = Object.values(contracts);
const isContract = (value: unknown): value is { subject: string } =>
  typeof value === 'object' && value !== null && 'subject' in value;
const requests = values.filter((value): value is RequestContract => isContract(value) && 'reply' in value);
const events = values.filter((value): value is EventContract => isContract(value) && 'payload' in value);

describe('the contracts', () => {
  it('are found', () => {
    expect(requests.length).toBeGreaterThan(0);
    expect(events.length).toBeGreaterThan(0);
  });

  it('have a subject each, so that no handler hears what is another’s', () => {
    const subjects = [...requests, ...events].map(({ subject }) => subject);
    expect(subjects).toEqual([...new Set(subjects)]);
  });

  it.each(requests.map((request) => [request.subject, request] as const))(
    '%s is below its service, in one spelling',
    (subject, request) => {
      expect(subject).toMatch(/^(clients|tokens)\.[a-z]+(-[a-z]+)*$/);
      expect(Object.isFrozen(request)).toBe(true);
    },
  );

  it.each(events.map((event) => [event.subject, event] as const))(
    '%s is in the stream of the service that publishes it',
    (subject, event) => {
      expect(subject).toMatch(/^events\.(clients|tokens)(\.[a-z]+(-[a-z]+)*)+$/);
      expect(Object.isFrozen(event)).toBe(true);
    },
  );

  it.each([...requests, ...events].map((contract) => [contract.subject, contract] as const))(
    '%s reads the version that is sent',
    (_, { version, reads }) => {
      expect(reads).toContain(version);
      expect(reads.every((read) => Number.isInteger(read) && read > 0)).toBe(true);
    },
  );

  it.each(events.map((event) => [event.subject, event] as const))(
    '%s says nothing by the name that its version has',
    (_, { payload }) => {
      expect(Object.keys((payload as z.ZodObject).shape)).not.toContain('contract_version');
    },
  );

  it('key the events of one client alike, and of two apart', () => {
    const { clientCreated, clientUpdated, clientDeleted } = contracts;
    const keys = [clientCreated, clientUpdated, clientDeleted].map(({ key }) =>
      key({ client_id: 'pcl_1', version: 1 }),
    );
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).not.toBe(clientDeleted.key({ client_id: 'pcl_2', version: 1 }));
  });
});
