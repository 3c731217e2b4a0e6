import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { mdiMonitor, mdiWeatherNight, mdiWeatherSunny } from '@mdi/js';
import { Icon } from '../elements/icon.js';
import classes from './color-scheme-switch.module.css';

const SCHEMES: readonly { scheme: MantineColorScheme; label: string; icon: string }[] = [
  { scheme: 'auto', label: 'System', icon: mdiMonitor },
  { scheme: 'light', label: 'Light', icon: mdiWeatherSunny },
  { scheme: 'dark', label: 'Dark', icon: mdiWeatherNight },
];

/** Light, dark, or as the system has it. The browser remembers it. */
export function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <fieldset className={classes['switch']}>
      <legend>Appearance</legend>
      {SCHEMES.map(({ scheme, label, icon }) => (
        <label key={scheme}>
          <input
            type="radio"
            name="color-scheme"
            checked={colorScheme === scheme}
            onChange={() => setColorScheme(scheme)}
          />
          <Icon path={icon} size={16} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
