import { escapeHtml } from "../escape-html.ts";
import type { Cover } from "../format.ts";
import { roomOnCover } from "./cover-room.ts";

function longDate(ms: number, language: string): string {
  const options = { dateStyle: "long", timeZone: "UTC" } as const;
  try {
    return new Intl.DateTimeFormat(language, options).format(ms);
  } catch {
    return new Intl.DateTimeFormat("en", options).format(ms);
  }
}

/** Long titles need smaller letters to stay on one page. */
function titleClass({ title }: Cover): string {
  if (title.length > 140) return "small";
  return title.length > 60 ? "medium" : "large";
}

const LONG_DESCRIPTION = 500;

/** The description on the cover; one that is too long for it begins there and stands whole overleaf. */
function descriptionHtml({ title, description }: Cover): { lead: string; overleaf: string } {
  if (!description) return { lead: "", overleaf: "" };
  const room = roomOnCover(title, description);
  const isWhole = room === description.length;
  const isSmall = description.length > LONG_DESCRIPTION || !isWhole;
  const shown = isWhole ? description : `${description.slice(0, room).trimEnd()} …`;
  const lead = `<p class="description${isSmall ? " small" : ""}">${escapeHtml(shown)}</p>\n`;
  const overleaf = isWhole ? "" : `<p class="overleaf">${escapeHtml(description)}</p>\n`;
  return { lead, overleaf };
}

const fact = (name: string, value: string): string =>
  `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`;

/** The first page: what the document is, for whom, of when, and what it stands on. */
export function coverHtml(cover: Cover): string {
  const { title, preparedFor, date, templateName, sourceCount, language } = cover;
  const facts = [
    fact("Prepared for", preparedFor),
    fact("Date", longDate(date, language)),
    fact("Template", templateName),
    fact("Sources", String(sourceCount)),
  ].join("\n");
  const { lead, overleaf } = descriptionHtml(cover);
  return `<header class="cover">
<div class="front"><h1 class="${titleClass(cover)}">${escapeHtml(title)}</h1>
${lead}</div>
<dl>
${facts}
</dl>
</header>
${overleaf}`;
}
