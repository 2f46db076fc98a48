// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import * as Y from "yjs";

import { TitleField } from "./title-field";
import { makeUndoManager, TITLE_ORIGIN } from "./binding";

let area: HTMLTextAreaElement;
let doc: Y.Doc;
let text: Y.Text;
let undoManager: Y.UndoManager;
let field: TitleField;
let left: number;
let titles: string[];

beforeEach(() => {
  document.body.replaceChildren();
  area = document.createElement("textarea");
  document.body.append(area);
  doc = new Y.Doc();
  text = doc.getText("title");
  text.insert(0, "title");
  undoManager = makeUndoManager(text, doc.getXmlFragment("default"));
  left = 0;
  titles = [];
  field = new TitleField(area, {
    text,
    undoManager,
    origin: TITLE_ORIGIN,
    leave: () => (left += 1),
    changed: (title) => titles.push(title),
  });
});

function typed(value: string, caret = value.length): void {
  area.value = value;
  area.setSelectionRange(caret, caret);
  area.dispatchEvent(new InputEvent("input"));
}

function fromElsewhere(change: (title: Y.Text) => void): void {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  change(other.getText("title"));
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
}

function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, cancelable: true, ...more });
  area.dispatchEvent(event);
  return event;
}

describe("typing", () => {
  test("goes into the document as the smallest change", () => {
    const deltas: unknown[] = [];
    text.observe((event) => deltas.push(event.delta));
    typed("titles");
    expect(text.toJSON()).toBe("titles");
    expect(deltas).toEqual([[{ retain: 5 }, { insert: "s" }]]);
    expect(titles.at(-1)).toBe("titles");
  });

  test("a paste loses its line breaks", () => {
    typed("ti\ntle");
    expect(text.toJSON()).toBe("ti tle");
    expect(area.value).toBe("ti tle");
  });

  test("Enter leads to the body", () => {
    expect(press("Enter").defaultPrevented).toBe(true);
    expect(left).toBe(1);
  });

  test("a read-only title makes no transaction", () => {
    field.setEditable(false);
    typed("forced");
    expect(text.toJSON()).toBe("title");
    expect(area.value).toBe("title");
  });
});

describe("changes from elsewhere", () => {
  test("are shown, and the caret stays where it was in the text", () => {
    area.focus();
    area.setSelectionRange(5, 5);
    fromElsewhere((title) => {
      title.insert(0, "My ");
    });
    expect(area.value).toBe("My title");
    expect(area.selectionStart).toBe(8);
  });

  test("wait until a composition has ended, which then lands in its place", () => {
    area.focus();
    area.dispatchEvent(new CompositionEvent("compositionstart"));
    typed("title字");
    expect(text.toJSON()).toBe("title");
    fromElsewhere((title) => {
      title.insert(0, "My ");
    });
    expect(area.value).toBe("title字");
    area.dispatchEvent(new CompositionEvent("compositionend"));
    expect(text.toJSON()).toBe("My title字");
    expect(area.value).toBe("My title字");
  });
});

describe("undo", () => {
  test("takes back my own edit only", () => {
    typed("titles");
    fromElsewhere((title) => {
      title.insert(0, "My ");
    });
    expect(press("z", { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(area.value).toBe("My title");
    press("z", { ctrlKey: true, shiftKey: true });
    expect(area.value).toBe("My titles");
  });
});

test("what is being composed when writing ends is in the document, and nothing after it", () => {
  area.dispatchEvent(new CompositionEvent("compositionstart"));
  area.value = "title漢";
  field.setEditable(false);
  expect(text.toJSON()).toBe("title漢");
  area.value = "title漢字";
  area.dispatchEvent(new CompositionEvent("compositionend"));
  expect(text.toJSON()).toBe("title漢");
  expect(area.value).toBe("title漢");
});
