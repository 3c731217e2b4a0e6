let isPressed = false;

if (typeof document !== 'undefined') {
  const tell = (pressed: boolean) => () => {
    isPressed = pressed;
  };
  document.addEventListener('pointerdown', tell(true), true);
  document.addEventListener('pointerup', tell(false), true);
  document.addEventListener('pointercancel', tell(false), true);
}

/**
 * Does it now, or, while a button of the mouse or a finger is down, once the click that it makes has arrived. What moves
 * the page in between moves the thing that is being clicked away from under the pointer.
 */
export function afterPress(work: () => void): void {
  if (!isPressed) {
    work();
    return;
  }
  const ends = new AbortController();
  const workSoon = () => {
    ends.abort();
    setTimeout(work);
  };
  for (const end of ['pointerup', 'pointercancel'])
    document.addEventListener(end, workSoon, { capture: true, signal: ends.signal });
}
