import type { Awareness } from "y-protocols/awareness";

import { byId, element } from "../lib/element";
import { t, tn } from "../lib/i18n";
import type { PageUser } from "../lib/page-data";

const MOST_AVATARS = 4;

/** Who is here, as the server says it in the presence states: avatars in the bar, and a list of names behind them. */
export class People {
  readonly #self: PageUser;
  readonly #follow: (person: PageUser | null) => void;
  readonly #button = byId("people", HTMLButtonElement);
  readonly #list = byId("people-list", HTMLElement);
  #awareness: Awareness | null = null;
  #shown: string | null = null;
  #others: readonly PageUser[] = [];
  #followed: string | null = null;

  constructor(self: PageUser, follow: (person: PageUser | null) => void) {
    this.#self = self;
    this.#follow = follow;
  }

  watch(awareness: Awareness): void {
    this.#awareness?.off("change", this.#refresh);
    this.#awareness = awareness;
    awareness.on("change", this.#refresh);
    this.#refresh();
  }

  /** Whom the reader follows now. */
  followed(id: string | null): void {
    this.#followed = id;
    this.#fill();
  }

  readonly #refresh = (): void => {
    const others = peopleOf(this.#awareness?.getStates().values() ?? []).filter(({ id }) => id !== this.#self.id);
    // Every moved caret is a change of presence, but seldom one of who is here.
    const key = JSON.stringify(others);
    if (key === this.#shown) return;
    this.#shown = key;
    const shown = others.slice(0, others.length > MOST_AVATARS ? MOST_AVATARS - 1 : MOST_AVATARS);
    const more = others.length - shown.length;
    const avatars = shown.map(avatar);
    if (more > 0) avatars.push(element("span", { class: "avatar avatar--more", "aria-hidden": "true" }, `+${more}`));
    this.#button.replaceChildren(...avatars);
    this.#button.hidden = others.length === 0;
    this.#button.setAttribute(
      "aria-label",
      tn("{count} other person here", "{count} other people here", others.length),
    );
    const names = shown.map(({ name }) => name).join(", ");
    this.#button.dataset["tooltip"] = more > 0 ? t("{names} and {more} more", { names, more }) : names;
    this.#others = others;
    this.#fill();
  };

  /** Somebody may be on the way through the names. */
  #fill(): void {
    const { activeElement } = document;
    const at = this.#list.contains(activeElement) ? activeElement?.id : undefined;
    this.#list.replaceChildren(...this.#rows());
    if (at === undefined) return;
    const same = this.#list.querySelector<HTMLElement>(`#${CSS.escape(at)}`);
    this.#list.tabIndex = -1;
    (same ?? this.#list.querySelector<HTMLElement>("button") ?? this.#list).focus();
  }

  #rows(): HTMLElement[] {
    const self = element("div", { class: "person" }, avatar(this.#self), element("span", {}, this.#self.name));
    self.append(element("span", { class: "person-note" }, t("you")));
    const title = element("p", { class: "menu-title" }, t("Here now"));
    return [title, self, ...this.#others.map((person) => this.#row(person))];
  }

  #row(person: PageUser): HTMLElement {
    const isFollowed = person.id === this.#followed;
    const note = element("span", { class: "person-note" }, isFollowed ? t("Stop following") : t("Follow"));
    const row = element(
      "button",
      { type: "button", id: `person-${person.id}`, class: "menu-item person", "aria-pressed": String(isFollowed) },
      avatar(person),
      element("span", {}, person.name),
      note,
    );
    row.addEventListener("click", () => {
      this.#follow(isFollowed ? null : person);
    });
    return row;
  }
}

/** The people in presence states: each once, however many tabs they have open. */
export function peopleOf(states: Iterable<Record<string, unknown>>): PageUser[] {
  const people = new Map<string, PageUser>();
  for (const { user } of states) {
    if (isPerson(user)) people.set(user.id, user);
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** The first letter or digit of the first word and of the last, as in editor/templatetags/interface.py. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word) ?? []);
  return [...letters.slice(0, 1), ...letters.slice(1).slice(-1)].join("").toUpperCase() || "?";
}

function isPerson(user: unknown): user is PageUser {
  if (typeof user !== "object" || user === null || !("id" in user) || !("name" in user)) return false;
  return typeof user.id === "string" && typeof user.name === "string";
}

function avatar({ name, color }: PageUser): HTMLElement {
  const made = element("span", { class: "avatar", "aria-hidden": "true" }, initials(name));
  if (/^#[0-9a-f]{6}$/i.test(color)) made.style.setProperty("--avatar-color", color);
  return made;
}
