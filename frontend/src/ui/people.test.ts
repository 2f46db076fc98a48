import { expect, test } from "vitest";

import { initials, peopleOf } from "./people";

test.each([
  ["Ada Lovelace", "AL"],
  ["Ben", "B"],
  ["  anna  maria von  berg ", "AB"],
  ["李 明", "李明"],
  ["😀 Smile", "S"],
  ["(Ben) “Smith”", "BS"],
  ["Ada <b>3</b>", "AB"],
  ["7 of 9", "79"],
  ["😀 !", "?"],
  ["", "?"],
])("%j is %s", (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test("each person is there once, however many tabs are open; a state without a person is passed over", () => {
  const ada = { id: "1", name: "Ada", color: "#102030" };
  const ben = { id: "2", name: "Ben", color: "#203040" };
  expect(peopleOf([{ user: ben }, { user: ada }, { user: ada }, {}, { user: null }, { user: { id: 3 } }])).toEqual([
    ada,
    ben,
  ]);
});
