import { TagsInput } from '@mantine/core';
import { isManagementScope } from '@postern/contracts';
import { useState } from 'react';
import { DEFAULT_API, type Access } from '../access/access.js';
import { apiName } from '../access/api-names.js';
import { ApiBlock } from './api-block.js';

interface Props {
  readonly access: Access;
  readonly autoFocus: boolean;
  readonly onChange: (scopes: readonly string[]) => void;
  readonly onRemove: () => void;
}

/** What a client may do at the default API, which registers no scopes: any will do. */
export function FreeScopes({ access, autoFocus, onChange, onRemove }: Props) {
  const [refused, setRefused] = useState<string>();
  return (
    <ApiBlock
      name={apiName(DEFAULT_API)}
      about="For whoever registers no APIs: its audience is the issuer, its scopes are those that you name."
      onRemove={onRemove}
    >
      <TagsInput
        label="Scopes"
        description="Enter after each, such as invoices:read"
        autoFocus={autoFocus}
        value={[...access.scopes]}
        splitChars={[' ', '\n', '\t']}
        acceptValueOnBlur
        error={
          refused !== undefined &&
          `“${refused}” is a scope of the ${apiName('urn:postern:management')}: choose that to grant it.`
        }
        onChange={(scopes) => {
          // In the contract it would be one of that API.
          setRefused(scopes.find(isManagementScope));
          onChange(scopes.filter((scope) => !isManagementScope(scope)));
        }}
      />
    </ApiBlock>
  );
}
