import { expect, it } from "vitest";
import { quotableSentences } from "../../../src/documents/writing/extractive/sentences.ts";
import { markdownText } from "../../../src/documents/markdown-text.ts";

const words = (count: number): string => Array.from({ length: count }, (_, n) => `w${n}`).join(" ");

it.each<[name: string, passage: string, ...sentences: string[]]>([
  [
    "sentences of prose",
    "Firewalls separate zones of a plant. Do they always hold what they promise?",
    "Firewalls separate zones of a plant.",
    "Do they always hold what they promise?",
  ],
  [
    "abbreviations within",
    "Ask Dr. Smith about the plan, e.g. Monday. See NIST SP 800-82 Rev. 3 for the whole of it.",
    "Ask Dr. Smith about the plan, e.g. Monday.",
    "See NIST SP 800-82 Rev. 3 for the whole of it.",
  ],
  [
    "questions within",
    'Never ask for hints (e.g., "What was the name of your pet?") when secrets are chosen.',
    'Never ask for hints (e.g., "What was the name of your pet?") when secrets are chosen.',
  ],
  [
    "sentences without a space between",
    "Assess the risk before you change anything.CISA also lists practices that others use. It stays in System.Text and nowhere else.",
    "Assess the risk before you change anything.",
    "CISA also lists practices that others use.",
    "It stays in System.Text and nowhere else.",
  ],
  [
    "wrapped lines as one",
    "Firewalls separate the zones of\na plant from each other.",
    "Firewalls separate the zones of a plant from each other.",
  ],
  [
    "items of a list without their marks",
    "Users should:\n- Place every controller behind a firewall.\n2. Test all of the backups each month.",
    "Place every controller behind a firewall.",
    "Test all of the backups each month.",
  ],
  [
    "no clauses of a longer item",
    "- a. Develop a plan that names all roles; and\n- b. Ensures that all of it is tested.",
  ],
  [
    "no code and no tables",
    "```\nThis would be a sentence of six words.\n\nAnd this is another one of six.\n```\n\n| A | B |\n| These are cells | of more than six words. |\n\nProse comes back after the code ends.",
    "Prose comes back after the code ends.",
  ],
  ["nothing that opens in lower case", "this one is long enough but begins small."],
  ["nothing without its end", "This one is long enough but has no end"],
  ["not five words", "One two three four five."],
  ["six to sixty words", `A ${words(5)}.\n\nA ${words(59)}.`, `A ${words(5)}.`, `A ${words(59)}.`],
  ["not sixty-one words", `A ${words(60)}.`],
  [
    "quotes and digits that open",
    "“Zero trust” is more than one word.\n\n3 of them are needed in all.",
    "“Zero trust” is more than one word.",
    "3 of them are needed in all.",
  ],
  [
    "scripts without case",
    "データを保護するために、ネットワークを分割する必要があります。",
    "データを保護するために、ネットワークを分割する必要があります。",
  ],
])("quotes %s", (_name, passage, ...sentences) => {
  expect(quotableSentences(passage, "en")).toEqual(sentences);
});

it.each([
  [
    "Plain prose, with (all) its “marks”: a-b, c_d, 5 < 6 & 7!",
    "Plain prose, with (all) its “marks”: a-b, c_d, 5 < 6 & 7!",
  ],
  ["See [3] and [3, 4], but [a] too", String.raw`See \[3] and \[3, 4], but [a] too`],
  ["*a* _b_ `c` ~d~", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~"],
  ["<b>x</b> &amp; [a](b)", String.raw`\<b>x\</b> \&amp; [a\](b)`],
  ["# no heading", String.raw`\# no heading`],
  ["1. no list", String.raw`1\. no list`],
  ["Mail [[EMAIL_1]] now", "Mail [[EMAIL_1]] now"],
])("shows %s as it is", (text, markdown) => {
  expect(markdownText(text)).toBe(markdown);
});
