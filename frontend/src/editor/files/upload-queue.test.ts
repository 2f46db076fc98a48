import { expect, test } from "vitest";

import { refusalOf, UNANSWERED, type Answer, type Begun, type FileStore, type StoredFile } from "./store";
import { AT_ONCE, type Upload, UploadQueue } from "./upload-queue";

/** A store that answers when the test says so. */
class SlowStore implements FileStore {
  readonly begun: string[] = [];
  readonly sent: string[] = [];
  readonly discarded: string[] = [];
  readonly confirmed: string[] = [];
  readonly #waiting = new Map<string, (answer: Answer<null>) => void>();
  refused: Answer<Begun> | null = null;
  confirmation: Answer<StoredFile> | null = null;

  begin(file: File): Promise<Answer<Begun>> {
    this.begun.push(file.name);
    const value = { file: `${file.name}-${this.begun.length}`, upload: { method: "POST", url: "/store" } };
    return Promise.resolve(this.refused ?? { ok: true, value });
  }

  send(begun: Begun, file: File, gone: AbortSignal, progress: (part: number) => void): Promise<Answer<null>> {
    progress(0.5);
    this.sent.push(begun.file);
    return new Promise((resolve) => {
      this.#waiting.set(file.name, resolve);
      gone.addEventListener("abort", () => {
        resolve(UNANSWERED);
      });
    });
  }

  confirm(file: string): Promise<Answer<StoredFile>> {
    this.confirmed.push(file);
    const { name, size, contentType } = { name: file, size: 3, contentType: "text/plain" };
    const value = { file, kind: "file", name, size, contentType, width: null, height: null } as const;
    return Promise.resolve(this.confirmation ?? { ok: true, value });
  }

  discard(file: string): void {
    this.discarded.push(file);
  }

  async finish(name: string, answer: Answer<null> = { ok: true, value: null }): Promise<void> {
    this.#waiting.get(name)?.(answer);
    await settled();
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

interface Made {
  readonly store: SlowStore;
  readonly queue: UploadQueue;
  readonly line: { online: boolean };
}

function make(): Made {
  const store = new SlowStore();
  const line = { online: true };
  const options = { store, maxBytes: 10, isOnline: () => line.online, changed: () => undefined };
  return { store, line, queue: new UploadQueue(options) };
}

async function added(queue: UploadQueue, ...names: string[]): Promise<Upload[]> {
  const uploads = names.map((name) => queue.add(new File(["abc"], name)));
  await settled();
  return uploads;
}

test("a few at once, the rest in their turn", async () => {
  const { store, queue } = make();
  const uploads = await added(queue, "a", "b", "c", "d", "e");
  expect(store.begun).toEqual(["a", "b", "c"].slice(0, AT_ONCE));
  expect(uploads.map(({ state }) => state.kind)).toEqual(["sending", "sending", "sending", "waiting", "waiting"]);
  await store.finish("b");
  expect(uploads[1]?.state.kind).toBe("done");
  expect(store.begun).toEqual(["a", "b", "c", "d"]);
  expect(queue.isPending).toBe(true);
});

test("what is too large is refused before anything is sent", async () => {
  const { store, queue } = make();
  const upload = queue.add(new File(["more than ten"], "long.txt"));
  await settled();
  expect(upload.state).toEqual({
    kind: "failed",
    final: true,
    message: "“long.txt” is larger than 10 bytes, which is the most that a file may have here.",
  });
  expect(store.begun).toEqual([]);
  expect(queue.isPending).toBe(false);
});

test("a cancelled upload gives its place to the next and is given up on the server", async () => {
  const { store, queue } = make();
  const [first] = await added(queue, "a", "b", "c", "d");
  queue.cancel(first!);
  await settled();
  expect(first?.state.kind).toBe("cancelled");
  expect(store.discarded).toEqual(["a-1"]);
  expect(store.begun).toEqual(["a", "b", "c", "d"]);
});

test("an upload that is cancelled before the server has answered is given up when it has", async () => {
  const { store, queue } = make();
  const upload = queue.add(new File(["abc"], "a"));
  await Promise.resolve();
  expect(store.begun).toEqual(["a"]);
  queue.cancel(upload);
  await settled();
  expect(store.discarded).toEqual(["a-1"]);
  expect(store.sent).toEqual([]);
});

test("an upload that didn't get through begins anew", async () => {
  const { store, queue } = make();
  const [upload] = await added(queue, "a");
  await store.finish("a", UNANSWERED);
  expect(upload?.state).toMatchObject({ kind: "failed", final: false });
  expect(store.discarded).toEqual(["a-1"]);
  queue.retry(upload!);
  await settled();
  await store.finish("a");
  expect(upload?.state).toMatchObject({ kind: "done", stored: { file: "a-2" } });
});

test("a confirmation that nobody answered is asked for again, without sending the file twice", async () => {
  const { store, queue } = make();
  const [upload] = await added(queue, "a");
  store.confirmation = UNANSWERED;
  await store.finish("a");
  expect(upload?.state.kind).toBe("failed");
  store.confirmation = null;
  queue.retry(upload!);
  await settled();
  expect(upload?.state.kind).toBe("done");
  expect(store.sent).toEqual(["a-1"]);
  expect(store.confirmed).toEqual(["a-1", "a-1"]);
});

test.each(["being-checked", "too-many"])("after %s it is enough to ask again", async (problem) => {
  const { store, queue } = make();
  const [upload] = await added(queue, "a");
  store.confirmation = refusalOf(problem === "too-many" ? 429 : 409, { problem, message: "Try again in a moment." });
  await store.finish("a");
  expect(upload?.state).toEqual({ kind: "failed", final: false, message: "Try again in a moment." });
  store.confirmation = null;
  queue.retry(upload!);
  await settled();
  expect(upload?.state.kind).toBe("done");
  expect(store.sent).toEqual(["a-1"]);
});

test("a refusal is shown in the server's words", async () => {
  const { store, queue } = make();
  store.refused = refusalOf(413, { problem: "quota", message: "The space is full." });
  const [upload] = await added(queue, "a");
  expect(upload?.state).toEqual({ kind: "failed", final: true, message: "The space is full." });
});

test("offline, an upload waits and goes on by itself", async () => {
  const { store, queue, line } = make();
  line.online = false;
  const [upload] = await added(queue, "a");
  expect(upload?.state.kind).toBe("offline");
  expect(queue.isPending).toBe(true);
  line.online = true;
  queue.goOn();
  await settled();
  await store.finish("a");
  expect(upload?.state.kind).toBe("done");
});

test("an upload that breaks off as the line goes waits for the line", async () => {
  const { store, queue, line } = make();
  const [upload] = await added(queue, "a");
  line.online = false;
  await store.finish("a", UNANSWERED);
  expect(upload?.state.kind).toBe("offline");
});

test.each([
  [429, { message: "Wait a minute." }, { message: "Wait a minute.", final: false }],
  [503, { message: "Files are away." }, { message: "Files are away.", final: false }],
  [415, { message: "That is no picture." }, { message: "That is no picture.", final: true }],
  [500, "Server error", { final: false }],
  [404, null, { final: false }],
])("an answer of %i with %j", (status, answer, expected) => {
  expect(refusalOf(status, answer)).toMatchObject(expected);
});
