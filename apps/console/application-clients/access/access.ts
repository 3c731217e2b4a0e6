import {
  isManagementScope,
  MANAGEMENT_AUDIENCE,
  type ApiGrant,
  type ApplicationClient,
} from '@postern/contracts';

/** What a client may ask for at one API. */
export interface Access {
  /** That of a registered API, or of one of the two that are always there. */
  readonly audience: string;
  readonly scopes: readonly string[];
}

/** Stands for the default API, whose audience is for the server to say. No audience is like it. */
export const DEFAULT_API = 'default';

export type Granted = Pick<ApplicationClient, 'scopes' | 'grants'>;

/** What a client may, API by API: in the contract those of two APIs stand in one list. */
export function accessOf({ scopes, grants }: Granted): Access[] {
  const management = scopes.filter(isManagementScope);
  const others = scopes.filter((scope) => !isManagementScope(scope));
  return [
    ...grants,
    ...(management.length > 0 ? [{ audience: MANAGEMENT_AUDIENCE, scopes: management }] : []),
    ...(others.length > 0 ? [{ audience: DEFAULT_API, scopes: others }] : []),
  ];
}

/** The same in the words of the contract. */
export function grantedBy(access: readonly Access[]): { scopes: string[]; grants: ApiGrant[] } {
  const isAlwaysThere = ({ audience }: Access) =>
    audience === DEFAULT_API || audience === MANAGEMENT_AUDIENCE;
  return {
    scopes: access.filter(isAlwaysThere).flatMap((one) => one.scopes),
    grants: access
      .filter((one) => !isAlwaysThere(one))
      .map(({ audience, scopes }) => ({ audience, scopes: [...scopes] })),
  };
}

/** Whether both may the same, in whatever order. */
export function isSameAccess(one: Granted, other: Granted): boolean {
  return inOrder(one) === inOrder(other);
}

function inOrder({ scopes, grants }: Granted): string {
  const sorted = grants.map((grant) => [grant.audience, ...grant.scopes.toSorted()].join(' ')).toSorted();
  return JSON.stringify([scopes.toSorted(), sorted]);
}
