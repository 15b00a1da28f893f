const INLINE =
  "a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr";
const BLOCK =
  "address|article|aside|blockquote|br|caption|center|col|colgroup|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|iframe|img|li|main|nav|object|ol|p|picture|pre|section|source|summary|table|tbody|td|tfoot|th|thead|tr|ul|video";

// Known names only, for `List<String>` is no tag; bounded and without `<`, so that it stays linear.
const tags = (names: string): RegExp => new RegExp(`</?(?:${names})(?:\\s[^<>]{0,500})?/?>`, "gi");
const INLINE_TAGS = tags(INLINE);
const BLOCK_TAGS = tags(BLOCK);
const COMMENT = /<!--[^<>]{0,500}-->/g;

/** Text with the HTML tags that authors write into markdown taken out, and their content kept. */
export function withoutTags(text: string): string {
  if (!text.includes("<")) return text;
  const bare = text
    .replaceAll(COMMENT, " ")
    .replaceAll(INLINE_TAGS, "")
    .replaceAll(BLOCK_TAGS, " ");
  return bare === text ? text : bare.replaceAll(/ {2,}/g, " ");
}
