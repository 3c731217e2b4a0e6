import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The green of an old garden gate. */
const gate: MantineColorsTuple = [
  '#eef6f1',
  '#dcece3',
  '#b8d8c6',
  '#91c3a7',
  '#6fb08c',
  '#529b74',
  '#38835c',
  '#256a4c',
  '#1b543b',
  '#123d2a',
];

/** Stone, from light to dark. The seventh is that of quiet text, and has contrast enough for it. */
const gray: MantineColorsTuple = [
  '#faf9f6',
  '#f4f2ec',
  '#ebe8e0',
  '#dedad0',
  '#c9c4b8',
  '#8f8a7e',
  '#5f5e56',
  '#4a4943',
  '#33332f',
  '#20211e',
];

/** The same at night; text first. */
const dark: MantineColorsTuple = [
  '#dfe4df',
  '#c4cbc5',
  '#a3ada6',
  '#7f8a83',
  '#3d4741',
  '#2e3732',
  '#222925',
  '#191f1b',
  '#131815',
  '#0d110f',
];

/** Our look in Mantine's words; `tokens.css` has what it has no words for. */
export const theme = createTheme({
  colors: { gate, gray, dark },
  black: '#20211e',
  primaryColor: 'gate',
  // White is readable on both.
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  components: {
    // The list itself scrolls, and stands where its field does: so the keyboard and screen readers find it there.
    Select: {
      defaultProps: {
        withScrollArea: false,
        comboboxProps: { withinPortal: false },
        styles: { options: { maxHeight: 320, overflowY: 'auto' } },
      },
    },
  },
});

/** Where Mantine's own choice is hard to read on our ground. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-red-filled': 'var(--mantine-color-red-9)',
    '--mantine-color-red-filled-hover': '#a61e1e',
    '--mantine-color-red-light-color': 'var(--mantine-color-red-9)',
    '--mantine-color-red-outline': 'var(--mantine-color-red-9)',
    '--mantine-color-yellow-light': 'var(--notable)',
    '--mantine-color-yellow-light-color': 'var(--on-notable)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
  },
  dark: {
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-red-filled': 'var(--mantine-color-red-9)',
    '--mantine-color-red-filled-hover': '#a61e1e',
    '--mantine-color-red-light': '#3b1f1d',
    '--mantine-color-red-light-color': 'var(--mantine-color-red-3)',
    '--mantine-color-red-outline': 'var(--mantine-color-red-4)',
    '--mantine-color-yellow-light': 'var(--notable)',
    '--mantine-color-yellow-light-color': 'var(--on-notable)',
    '--mantine-color-gate-light': '#1f3a2d',
    '--mantine-color-gate-light-color': 'var(--mantine-color-gate-2)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
  },
});
