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

  it.each(["=1+1", "+1", "-1", "@x", "\tx", "\rx"])("disarms %j", (text) => {
    expect(csvText(text)).toBe(`'${text}`);
  });

  it("leaves other text alone", () => {
    expect([csvText("a=b"), csvText(""), csvText(null)]).toEqual(["a=b", "", null]);
  });
});
