import { element } from "../../lib/element";

/** Asks for files of this computer; calls nothing when somebody thinks better of it. */
export function pickFiles(accept: string, several: boolean, picked: (files: readonly File[]) => void): void {
  const input = element("input", { type: "file", accept, multiple: several, hidden: true });
  const end = (): void => {
    input.remove();
    const files = [...(input.files ?? [])];
    if (files.length > 0) picked(files);
  };
  input.addEventListener("change", end);
  input.addEventListener("cancel", end);
  // Safari forgets an input that is nowhere on the page.
  document.body.append(input);
  input.click();
}
