import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import { mappedPlace } from "./place";

/** Something that is on its way, drawn where it will stand. Nobody else sees it. */
export interface Placeholder {
  readonly id: string;
  readonly place: number;
  readonly dom: HTMLElement;
}

type Change = { readonly add: Placeholder } | { readonly remove: string };

const placeholders = new PluginKey<readonly Placeholder[]>("filePlaceholders");

export function placeholderPlugin(): Plugin<readonly Placeholder[]> {
  return new Plugin<readonly Placeholder[]>({
    key: placeholders,
    state: {
      init: () => [],
      apply: (transaction, shown) => changed(shown, transaction),
    },
    props: {
      decorations: (state) => DecorationSet.create(state.doc, placeholdersIn(state).map(widget)),
    },
  });
}

export function placeholdersIn(state: EditorState): readonly Placeholder[] {
  return placeholders.getState(state) ?? [];
}

export function withPlaceholder(transaction: Transaction, add: Placeholder): Transaction {
  return transaction.setMeta(placeholders, { add } satisfies Change);
}

/** Those that were added later at the same place stand after what the transaction puts there. */
export function withoutPlaceholder(transaction: Transaction, remove: string): Transaction {
  return transaction.setMeta(placeholders, { remove } satisfies Change);
}

function changed(shown: readonly Placeholder[], transaction: Transaction): readonly Placeholder[] {
  const change = transaction.getMeta(placeholders) as Change | undefined;
  if (change !== undefined && "add" in change) return [...mapped(shown, transaction), change.add];
  if (change === undefined) return transaction.docChanged ? mapped(shown, transaction) : shown;
  const at = shown.findIndex(({ id }) => id === change.remove);
  const { place } = shown[at] ?? { place: -1 };
  return shown.flatMap((one, index) => {
    if (index === at) return [];
    const staysBefore = index < at && one.place === place;
    return [staysBefore ? one : { ...one, place: mappedPlace(one.place, transaction) }];
  });
}

function mapped(shown: readonly Placeholder[], transaction: Transaction): readonly Placeholder[] {
  return transaction.docChanged ? shown.map((one) => ({ ...one, place: mappedPlace(one.place, transaction) })) : shown;
}

function widget({ id, place, dom }: Placeholder, index: number): Decoration {
  // The same element each time: it keeps its focus and its picture. Those at one place stand in their order.
  return Decoration.widget(place, dom, { key: id, side: -1_000 + index, stopEvent: () => true, ignoreSelection: true });
}
