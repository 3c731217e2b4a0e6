import { NavLink } from 'react-router';
import { Icon } from '../elements/icon.js';
import { useMay } from '../session/use-administrator.js';
import classes from './navigation.module.css';
import { SECTIONS } from './sections.js';

interface Props {
  readonly onNavigate: () => void;
}

/** The pages that one may see, by section. */
export function Navigation({ onNavigate }: Props) {
  const may = useMay();
  return SECTIONS.map(({ label, pages }) => (
    <div key={label} className={classes['section']}>
      <div className={classes['label']} id={`section-${label}`}>
        {label}
      </div>
      <ul className={classes['pages']} aria-labelledby={`section-${label}`}>
        {pages
          .filter(({ scope }) => may(scope))
          .map(({ label: page, path, icon }) => (
            <li key={path}>
              <NavLink to={path} className={classes['page'] ?? ''} onClick={onNavigate}>
                <Icon path={icon} size={18} />
                {page}
              </NavLink>
            </li>
          ))}
      </ul>
    </div>
  ));
}
