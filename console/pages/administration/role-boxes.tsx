import type { ReactElement } from 'react';
import { NATIONAL_ROLES, ROLE_CHOICES } from '../../words/roles.ts';
import { INVITE as T } from './administration-text.ts';

export interface RolesAndStaff {
  readonly roles: readonly string[];
  readonly isStaff: boolean;
}

interface RoleBoxesProps {
  /** USPS code, or `national`. */
  readonly member: string;
  readonly value: RolesAndStaff;
  readonly onChange: (value: RolesAndStaff) => void;
}

/** The roles that a person of this member may hold; which of them the state admits, the hub says. */
export function RoleBoxes({ member, value, onChange }: RoleBoxesProps): ReactElement {
  const { roles, isStaff } = value;
  const isOfNation = member === 'national';
  const possible = ROLE_CHOICES.filter(([role]) => NATIONAL_ROLES.includes(role) === isOfNation);
  return (
    <>
      <fieldset className="boxes">
        <legend className="ask__label">{T.roles}</legend>
        {possible.map(([role, name]) => (
          <label key={role} className="check">
            <input
              type="checkbox"
              checked={roles.includes(role)}
              onChange={({ target }) => {
                const without = roles.filter((held) => held !== role);
                onChange({ isStaff, roles: target.checked ? [...without, role] : without });
              }}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {isOfNation ? null : (
        <label className="check">
          <input
            type="checkbox"
            checked={isStaff}
            onChange={({ target }) => {
              onChange({ roles, isStaff: target.checked });
            }}
          />
          <span>
            {T.staff} <span className="fine">{T.staffHint}</span>
          </span>
        </label>
      )}
    </>
  );
}
