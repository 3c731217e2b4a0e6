import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  jetstreamManager,
  type JetStreamManager,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Bytes that a stream holds at most. */
export const STREAM_BYTES = 256 * 1024 * 1024;
/** How long the JetStream API has to answer; while there is no connection, nothing does. */
const API_TIMEOUT_MS = 1_000;
const STREAM_EXISTS = 10058;
const CONSUMER_EXISTS = new Set([10013, 10105, 10148]);

/** The JetStream API, whose answers do not keep anybody waiting for long. */
export function streamManager(connection: NatsConnection): Promise<JetStreamManager> {
  return jetstreamManager(connection, { checkAPI: false, timeout: API_TIMEOUT_MS });
}

/** The stream that holds an event: one for each service that publishes, `events.clients.…` → `CLIENTS`. */
export function streamOf(subject: string): string {
  const owner = subject.split('.')[1];
  if (owner === undefined) throw new Error(`${subject} is not of the form events.service.thing`);
  return owner.toUpperCase();
}

/**
 * Makes the stream unless there is one, whose settings are left as they are. Events stay a day, so a consumer can be
 * away for as long. Only the service that publishes may do it, and none may change a stream: who could would have
 * it take in, or pass on, what others ask each other.
 */
export async function ensureStream(connection: NatsConnection, stream: string): Promise<void> {
  const manager = await streamManager(connection);
  try {
    await manager.streams.add({
      name: stream,
      subjects: [`events.${stream.toLowerCase()}.>`],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      // A full stream refuses the publisher, whose outbox keeps the event; it never drops one unseen.
      discard: DiscardPolicy.New,
      max_age: nanos(DAY_MS),
      max_bytes: STREAM_BYTES,
      duplicate_window: nanos(2 * 60_000),
    });
  } catch (error) {
    if (!(error instanceof JetStreamApiError && error.code === STREAM_EXISTS)) throw error;
  }
}

/** Makes the durable consumer that all replicas of a service share, or gives it the settings of this version. */
export async function ensureConsumer(
  connection: NatsConnection,
  stream: string,
  durable: string,
): Promise<void> {
  const manager = await streamManager(connection);
  const settings = {
    // A replica that hangs gives its events back this soon, well before records go stale (5 s).
    ack_wait: nanos(1_500),
    max_deliver: -1,
    max_ack_pending: 256,
  };
  const { Explicit: ack_policy } = AckPolicy;
  const { All: deliver_policy } = DeliverPolicy;
  try {
    await manager.consumers.add(stream, { durable_name: durable, ack_policy, deliver_policy, ...settings });
  } catch (error) {
    if (!(error instanceof JetStreamApiError && CONSUMER_EXISTS.has(error.code))) throw error;
    await manager.consumers.update(stream, durable, settings);
  }
}
