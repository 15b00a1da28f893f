import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { batchesOf } from "../../scripts/ingest/batches.ts";
import { convertCell, typesOf } from "../../scripts/ingest/convert-cell.ts";
import { readCsv } from "../../scripts/ingest/read-csv.ts";
import { readNdjson } from "../../scripts/ingest/read-ndjson.ts";
import type { SourceRecord } from "../../scripts/ingest/source-record.ts";

const NULLABLE = (type: string) => ({ anyOf: [{ type }, { type: "null" }] });
const SCHEMAS = {
  id: { type: "string" },
  rank: NULLABLE("integer"),
  price: NULLABLE("number"),
  deleted: NULLABLE("boolean"),
  context: NULLABLE("object"),
  related: { anyOf: [{ anyOf: [{ type: "string" }, { type: "integer" }] }, { type: "null" }] },
};

/** A stream in pieces so small that everything is cut somewhere. */
const bytes = (text: string, size = 3) => {
  const all = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.subarray(index * size, (index + 1) * size),
  );
  return Readable.from(pieces) as AsyncIterable<Buffer>;
};

const csv = (text: string, map: [string, string][] = []) =>
  Array.fromAsync(readCsv(bytes(text), new Map(map), SCHEMAS));

describe("a line of NDJSON", () => {
  it("keeps its number past empty lines, and its text as it is", async () => {
    const text = '\uFEFF{"id": "ä"}\n\n  \r\nnot json\n{"id":"b"}';
    expect(await Array.fromAsync(readNdjson(bytes(text)))).toEqual([
      { line: 1, json: '{"id": "ä"}' },
      { line: 4, json: "not json" },
      { line: 5, json: '{"id":"b"}' },
    ]);
  });
});

describe("a file that is not UTF-8", () => {
  const latin1 = (text: string) =>
    Readable.from([Buffer.from(text, "latin1")]) as AsyncIterable<Buffer>;

  it("has its broken NDJSON lines refused, not its letters replaced", async () => {
    const lines = latin1('{"id":"a"}\n{"id":"caf\u00e9"}\n');
    expect(await Array.fromAsync(readNdjson(lines))).toEqual([
      { line: 1, json: '{"id":"a"}' },
      { line: 2, json: undefined, problem: "is not valid UTF-8" },
    ]);
  });

  it("is refused as CSV, with the way to convert it", async () => {
    const rows = readCsv(latin1("id,rank\ncaf\u00e9,1\n"), new Map(), SCHEMAS);
    await expect(Array.fromAsync(rows)).rejects.toThrow(/not UTF-8.*iconv/s);
  });
});

describe("a row of CSV", () => {
  it("becomes a record by the dataset's schema, an empty cell an absent field", async () => {
    const text =
      'id,rank,price,deleted,context,related\n007,3,1.50,TRUE,"{""a"":[1]}",42\nb,,,,,\n';
    expect(await csv(text)).toEqual([
      {
        line: 2,
        json: '{"id":"007","rank":3,"price":1.5,"deleted":true,"context":{"a":[1]},"related":"42"}',
      },
      { line: 3, json: '{"id":"b"}' },
    ]);
  });

  it("takes the names that --map gives, and leaves out what it maps to nothing", async () => {
    const rows = await csv("Number,Rank,Note\na,1,x\n", [
      ["Number", "id"],
      ["Rank", "rank"],
      ["Note", ""],
    ]);
    expect(rows).toEqual([{ line: 2, json: '{"id":"a","rank":1}' }]);
  });

  it("has the number of the line it begins on", async () => {
    const text = '\uFEFFid,context\r\n\r\n"a\r\nb\r\nc",\r\nd,\r\n"e\nf",\r\n\r\ng,';
    const lines = (await csv(text)).map(({ line, json }) => [line, JSON.parse(json ?? "").id]);
    expect(lines).toEqual([
      [3, "a\r\nb\r\nc"],
      [6, "d"],
      [7, "e\nf"],
      [10, "g"],
    ]);
  });

  it("with too few or too many cells is a rejected record, and the rest goes on", async () => {
    expect(await csv("id,rank\na\nb,1,2\nc,3\n")).toEqual([
      { line: 2, json: undefined, problem: "has 1 cells where the header has 2" },
      { line: 3, json: undefined, problem: "has 3 cells where the header has 2" },
      { line: 4, json: '{"id":"c","rank":3}' },
    ]);
  });
});

describe("a CSV file cannot be loaded", () => {
  it.each([
    [
      "with a quote that never closes",
      'id\na\n"b\nc\n',
      [],
      /row that begins on line 3: Quote Not Closed/,
    ],
    [
      "with a quote inside a bare cell",
      'id\na\nb"c"\n',
      [],
      /row that begins on line 3: Invalid Opening Quote/,
    ],
    ["with a column that is no field", "id,colour\na,red\n", [], /"colour" is no field.*--map/s],
    ["when --map names no column", "id\na\n", [["key", "id"]], /no column "key", only id/],
    ["when two columns are one field", "id,key\na,b\n", [["key", "id"]], /Two columns are "id"/],
  ] as const)("%s", async (_, text, map, said) => {
    await expect(csv(text, [...map] as [string, string][])).rejects.toThrow(said);
  });
});

describe("a cell", () => {
  it.each([
    ["12", "integer", 12],
    [" -1.5e3 ", "number", -1500],
    ["0x10", "number", "0x10"],
    ["NaN", "number", "NaN"],
    ["false", "boolean", false],
    ["1", "boolean", true],
    ["yes", "boolean", "yes"],
    ["[1]", "array", [1]],
    ["{", "object", "{"],
    ["12", "string", "12"],
  ])("%j of a field of type %s is %j", (cell, type, value) => {
    expect(convertCell(cell, typesOf(NULLABLE(type)))).toEqual(value);
  });
});

describe("batches", () => {
  async function* records(texts: (string | undefined)[]): AsyncGenerator<SourceRecord> {
    for (const [index, json] of texts.entries()) yield { line: index + 1, json };
  }
  const batches = (texts: (string | undefined)[], max: number, from = 1) =>
    Array.fromAsync(batchesOf(records(texts), max, from));

  it("hold at most so many records, and say where the next one begins", async () => {
    const made = await batches(["a", "b", undefined, "c", "d"], 2);
    expect(made.map(({ records: { length }, nextLine }) => [length, nextLine])).toEqual([
      [2, 3],
      [1, 5],
      [1, 6],
    ]);
    expect(made[1]?.unsendable).toEqual([{ line: 3, path: "", message: "cannot be read" }]);
  });

  it("begin where they are told to", async () => {
    expect((await batches(["a", "b", "c"], 9, 3))[0]?.records).toEqual([{ line: 3, json: "c" }]);
    expect(await batches(["a"], 9, 2)).toEqual([]);
  });

  it("stay under the limit of bytes, and keep back what is larger by itself", async () => {
    const large = "x".repeat(1_500_000);
    const made = await batches([large, large, large, "y".repeat(8_000_000), "z"], 100);
    expect(made.map((one) => one.records.length)).toEqual([2, 2]);
    expect(made[1]?.unsendable).toMatchObject([{ line: 4, message: "is larger than 7 MiB" }]);
  });
});
