/** A path of unreserved characters (RFC 3986 §2.3) alone, which have no second spelling; no dot segments, no slash at the end. */
export const PLAIN_PATH = /^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/;
