import type { Style } from "./style.ts";

/** What distinguishes a section when sentences are chosen for it. */
export interface PlannedSection {
  heading: string;
  purpose: string;
  /** Share of the document's words; those of an outline make 1. */
  weight: number;
  /** Stems of words, one of which a sentence must have. Empty: any sentence will do. */
  cues: readonly string[];
  form: "prose" | "bullets" | "table";
}

export const EXECUTIVE_SUMMARY = "Executive Summary";

const section = (
  heading: string,
  weight: number,
  purpose: string,
  cues = "",
  form: PlannedSection["form"] = "prose",
): PlannedSection => ({ heading, weight, purpose, form, cues: cues === "" ? [] : cues.split(" ") });

const summary = (weight: number) =>
  section(EXECUTIVE_SUMMARY, weight, "The answer in short, for readers who stop here.");
const conclusion = (weight: number) =>
  section("Conclusion", weight, "What follows from the sections before.");

export const OUTLINES: Readonly<Record<Style, readonly PlannedSection[]>> = {
  "use case": [
    summary(0.12),
    section(
      "Context and Goals",
      0.15,
      "Why it is done and what it is to reach.",
      "goal need challenge purpose problem",
    ),
    section(
      "Use Cases",
      0.35,
      "Concrete cases, one after the other.",
      "example scenario case used organization",
    ),
    section(
      "Implementation Steps",
      0.18,
      "What to do, in order.",
      "should must configure ensure install step",
    ),
    section(
      "Risks and Considerations",
      0.12,
      "What can go wrong, and what limits apply.",
      "risk limit however fail threat",
    ),
    conclusion(0.08),
  ],
  comparison: [
    summary(0.12),
    section(
      "What Is Compared",
      0.13,
      "What each of the compared things is.",
      "define refer type kind",
    ),
    section("Side by Side", 0.35, "The things compared point by point.", "", "table"),
    section(
      "Strengths and Limitations",
      0.18,
      "What each is good at and where it ends.",
      "advantage limit benefit however weak",
    ),
    section(
      "Decision Criteria",
      0.12,
      "What the choice depends on.",
      "choose depend require cost suit",
    ),
    section("Recommendations", 0.1, "Which to choose when.", "should recommend prefer"),
  ],
  summary: [
    summary(0.35),
    section("Key Highlights", 0.3, "Five to seven points worth remembering.", "", "bullets"),
    section("Quick Reference", 0.15, "Terms and what they mean.", "define mean refer include"),
    section("Action Items", 0.2, "What to do next.", "should must ensure review", "bullets"),
  ],
  technical: [
    summary(0.12),
    section(
      "Background and Scope",
      0.18,
      "What it is about and where it ends.",
      "define refer purpose type system",
    ),
    section(
      "Detailed Analysis",
      0.35,
      "How it works and why.",
      "because cause result allow impact access",
    ),
    section(
      "Risks and Limitations",
      0.13,
      "What can go wrong.",
      "risk limit fail threat weak vulnerab",
    ),
    section(
      "Recommendations",
      0.16,
      "What to do about it.",
      "should recommend must ensure restrict apply",
    ),
    conclusion(0.06),
  ],
};
