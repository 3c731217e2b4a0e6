import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun, type Icon } from '@tabler/icons-react';
import classes from './color-scheme-switch.module.css';

const SCHEMES: readonly { scheme: MantineColorScheme; label: string; icon: Icon }[] = [
  { scheme: 'auto', label: 'System', icon: IconDeviceDesktop },
  { scheme: 'light', label: 'Light', icon: IconSun },
  { scheme: 'dark', label: 'Dark', icon: IconMoon },
];

/** Light, dark, or as the system has it. The browser remembers it. */
export function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <fieldset className={classes['switch']}>
      <legend>Appearance</legend>
      {SCHEMES.map(({ scheme, label, icon: Picture }) => (
        <label key={scheme}>
          <input
            type="radio"
            name="color-scheme"
            checked={colorScheme === scheme}
            onChange={() => setColorScheme(scheme)}
          />
          <Picture size={16} stroke={1.6} aria-hidden="true" />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
