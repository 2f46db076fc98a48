type Clean = typeof import("./clean").clean;

let clean: Clean | null = null;
let loading: Promise<void> | null = null;

/** What makes something readable of other programs' HTML; null before it is loaded. */
export function cleaning(): Clean | null {
  return clean;
}

/** Ahead of the first paste, for those who may write. */
export function loadCleaning(): Promise<void> {
  return (loading ??= import("./clean").then(
    (loaded) => {
      clean = loaded.clean;
    },
    () => {
      loading = null;
    },
  ));
}

/** Pastes the same once more when cleaning is loaded, or as plain text if it can't be: what is pasted is never lost. */
export async function pasteLater(dom: HTMLElement, data: DataTransfer): Promise<void> {
  const kept = new DataTransfer();
  for (const file of data.files) kept.items.add(file);
  for (const type of data.types) if (type !== "Files") kept.setData(type, data.getData(type));
  await loadCleaning();
  if (clean === null) kept.clearData("text/html");
  if (dom.isConnected)
    dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData: kept, bubbles: true, cancelable: true }));
}
