const oldest = [20, 19];

/**
 * Ends the process with one line when Node is too old. Nothing newer may be imported before it is called.
 */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node ${oldest.join('.')} or newer is needed; this is Node ${process.versions.node}.`);
  process.exit(1);
}
