import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csvLines, csvText } from "#shared";

describe("CSV", () => {
  it("quotes only where it must, ends lines with CRLF, and prints null as nothing", () => {
    expect(
      csvLines([
        ["id", "text", "flag", "none", "object"],
        [1, 'a,"b"\r\nc', false, null, { a: 1 }],
      ]),
    ).toBe('id,text,flag,none,object\r\n1,"a,""b""\r\nc",false,,"{""a"":1}"\r\n');
  });

  it("keeps a text with any line break in its own cell, for readers that know more than CRLF", () => {
    const texts = ["a\n=1+1", "a\r=1+1", "\n", "a\u2028b", " a "];
    const line = csvLines([texts]);
    expect(parse(line, { record_delimiter: ["\r\n", "\n", "\r"] })).toEqual([texts]);
  });

  it.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx"])("disarms %j", (text) => {
    expect(csvText(text)).toBe(`'${text}`);
  });

  it("leaves other text alone", () => {
    expect([csvText("a=b"), csvText(""), csvText(null)]).toEqual(["a=b", "", null]);
  });
});
