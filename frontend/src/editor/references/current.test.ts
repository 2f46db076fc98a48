// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { CurrentNames } from "./current";

interface Asked {
  readonly ids: readonly string[];
  answer: (names: Record<string, string>) => void;
  fail: () => void;
}

function stage(): { names: CurrentNames; asked: Asked[] } {
  const asked: Asked[] = [];
  const names = new CurrentNames(
    (ids) =>
      new Promise((resolve, reject) => {
        asked.push({
          ids,
          answer: (found) => {
            resolve(new Map(Object.entries(found)));
          },
          fail: () => {
            reject(new Error("offline"));
          },
        });
      }),
  );
  return { names, asked };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

test("all of a page are asked for at once, and each is told its own", async () => {
  const { names, asked } = stage();
  const told: unknown[] = [];
  for (const id of ["a", "b", "a"]) names.watch(id, (name) => told.push([id, name]));
  await settled();
  expect(asked.map(({ ids }) => ids)).toEqual([["a", "b"]]);
  asked[0]?.answer({ a: "Anna" });
  await settled();
  expect(told).toEqual([
    ["a", "Anna"],
    ["a", "Anna"],
    ["b", null],
  ]);
});

test("what is known is told at once and not asked for again", async () => {
  const { names, asked } = stage();
  names.learn("a", "Anna");
  const told: unknown[] = [];
  names.watch("a", (name) => told.push(name));
  await settled();
  expect(told).toEqual(["Anna"]);
  expect(asked).toEqual([]);
});

test("who comes back to the tab learns what has changed, once for each change", async () => {
  const { names, asked } = stage();
  const told: unknown[] = [];
  const stop = names.watch("a", (name) => told.push(name));
  await settled();
  asked[0]?.answer({ a: "Anna" });
  await settled();
  for (const name of ["Anna", "Anne"]) {
    document.dispatchEvent(new Event("visibilitychange"));
    await settled();
    asked.at(-1)?.answer({ a: name });
    await settled();
  }
  expect(told).toEqual(["Anna", "Anne"]);
  stop();
  names.refresh();
  await settled();
  expect(asked).toHaveLength(3);
});

test("without an answer nothing is told, and the next visit asks again", async () => {
  const { names, asked } = stage();
  const told: unknown[] = [];
  names.watch("a", (name) => told.push(name));
  await settled();
  asked[0]?.fail();
  await settled();
  expect(told).toEqual([]);
  names.refresh();
  await settled();
  expect(asked).toHaveLength(2);
});

test("more than one question takes are asked for in several", async () => {
  const { names, asked } = stage();
  for (let id = 0; id < 201; id += 1) names.watch(String(id), () => undefined);
  await settled();
  asked[0]?.answer({});
  await settled();
  expect(asked.map(({ ids }) => ids.length)).toEqual([200, 1]);
});
