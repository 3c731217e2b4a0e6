/** How long the client service may take; milliseconds. */
export const READ_TIMEOUT_MS = 2_500;
export const WRITE_TIMEOUT_MS = 4_500;
