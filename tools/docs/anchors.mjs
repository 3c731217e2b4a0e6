/**
 * The anchors of a page's headings, as GitHub makes them.
 * @param {string} page its text, in Markdown
 */
export function anchorsOf(page) {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
