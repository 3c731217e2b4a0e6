/** The services that meet at NATS, by the first part of the subjects that they answer and of their inboxes. */
export const SERVICES = ['gateway', 'clients', 'tokens'] as const;
export type ServiceName = (typeof SERVICES)[number];
