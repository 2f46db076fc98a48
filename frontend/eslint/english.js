/**
 * Finds text for people that isn't translated: a literal that reads like one, outside of t(), tn() and named() of
 * src/lib/i18n.ts. Where only such text can stand (what an element shows, what a screen reader says), any word is one.
 */

/** The same in every language. */
const NAMES = new Set(["Scriptorium", "YouTube", "Vimeo", "Dailymotion", "Loom", "LaTeX"]);
/** What keyboards, HTTP and the clipboard call things; markup, addresses and the names of classes. */
const CODES =
  /^(?:Arrow(?:Up|Down|Left|Right)|Enter|Escape|Tab|Home|End|Page(?:Up|Down)|Backspace|Delete|Shift|Control|Alt|Meta|Mod|ContextMenu|Key[A-Z]|F\d+|Files|Accept|POST|GET)$|^(?:Mod|Alt|Shift|Ctrl)-|^[A-Z][\w]*(?:-[A-Z][\w-]*)+$|^[;<\\]|^https?:|^\d|^[a-z\d]*(?: [a-z\d]+)*-[a-z\d _-]*$/;
const READS_LIKE_TEXT = /^\W*\p{Lu}\p{Ll}|\p{L}{2}[,.:;!?’]* +\p{L}{2}|\p{L}{3}…|_ \p{L}{3}/u;
const WORD = /\p{L}{2}/u;

const TRANSLATING = new Set(["t", "tn", "named"]);
/** Their texts go to developers, or are looked up. */
const NOT_SHOWN = new Set([
  ...["Error", "RangeError", "TypeError", "DOMException", "Symbol", "Event", "CustomEvent", "PluginKey", "RegExp"],
  ...["querySelector", "querySelectorAll", "matches", "closest", "matchMedia", "startsWith", "endsWith", "includes"],
  ...["addEventListener", "removeEventListener", "getAttribute", "getItem", "query", "find", "raw"],
]);
const NOT_SHOWN_PROPERTIES =
  /^(?:class|className|id|rel|sandbox|allow|content|tag|type|shortcut|icon|style|cookie|referrerpolicy|data-(?!tooltip|placeholder|empty).*|aria-(?:controls|describedby|labelledby))$/;
const SAID_PROPERTIES =
  /^(?:aria-(?:label|valuetext|description)|title|alt|placeholder|data-(?:tooltip|placeholder|empty))$/;
const SAID_BY_CALL = { toast: 0, offerReload: 0, say: 0 };

export const english = {
  meta: { type: "problem", schema: [], messages: { left: "Put this through t(), tn() or named(): “{{text}}”" } },
  create(context) {
    const check = (node, text) => {
      const trimmed = text.trim();
      if (trimmed === "" || NAMES.has(trimmed.replace(/^[\W_]+|[\W_]+$/g, "")) || CODES.test(trimmed)) return;
      const place = placeOf(node);
      if (place === "hidden" || !(place === "said" ? WORD : READS_LIKE_TEXT).test(text)) return;
      context.report({ node, messageId: "left", data: { text } });
    };
    return {
      Literal(node) {
        if (typeof node.value === "string") check(node, node.value);
      },
      TemplateLiteral(node) {
        check(node, node.quasis.map(({ value }) => value.cooked ?? "").join("_"));
      },
    };
  },
};

/** Whether what stands here is shown to nobody, is certainly said to somebody, or could be either. */
function placeOf(literal) {
  for (let node = literal; node.parent; node = node.parent) {
    const place = placeIn(node.parent, node);
    if (place !== null) return place;
    if (/Statement$|Declaration$|Function/.test(node.parent.type)) return "open";
  }
  return "open";
}

function placeIn(parent, child) {
  switch (parent.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
    case "TSLiteralType":
    case "TaggedTemplateExpression":
    case "SwitchCase":
      return parent.type === "ExportNamedDeclaration" && child !== parent.source ? null : "hidden";
    case "BinaryExpression":
      return parent.operator.endsWith("==") || parent.operator === "in" ? "hidden" : null;
    case "MemberExpression":
      return child === parent.property ? "hidden" : null;
    case "Property":
    case "PropertyDefinition":
      return child === parent.key ? "hidden" : ofName(nameOf(parent.key));
    case "AssignmentExpression":
      return child === parent.right ? ofName(nameOf(parent.left.property ?? parent.left), true) : null;
    case "NewExpression":
    case "CallExpression":
      return inCall(parent, child);
    default:
      return null;
  }
}

function inCall({ callee, arguments: given }, child) {
  const name = nameOf(callee.property ?? callee);
  if (TRANSLATING.has(name) || NOT_SHOWN.has(name)) return "hidden";
  const at = given.indexOf(child);
  if (name === "element") return at >= 2 ? "said" : "hidden";
  if (name === "setAttribute") return at === 0 ? "hidden" : (ofName(given[0]?.value) ?? "open");
  return SAID_BY_CALL[name] === at && at >= 0 ? "said" : "open";
}

function ofName(name, isAssigned = false) {
  if (typeof name !== "string") return null;
  if (NOT_SHOWN_PROPERTIES.test(name)) return "hidden";
  return SAID_PROPERTIES.test(name) || (isAssigned && (name === "textContent" || name === "tooltip")) ? "said" : null;
}

function nameOf(node) {
  return node?.name ?? node?.value ?? null;
}
