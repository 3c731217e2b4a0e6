/** Why a client assertion is refused: for the debug log, never for the caller, and with nothing of the assertion in it. */
export class AssertionRefused extends Error {}
