import { element, pageMain } from "../../lib/element";
import { icon, type IconName } from "../../lib/icons";
import { place } from "../../lib/place";

interface Choice {
  readonly name: string;
  readonly icon: IconName;
}

/** A menu of what a control inside the text may be set to. The focus goes back to the control. */
export function openMenu(
  control: HTMLElement,
  label: string,
  present: unknown,
  choices: Readonly<Record<string, Choice>>,
  choose: (value: string) => void,
): void {
  const menu = element("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto" });
  for (const [value, choice] of Object.entries(choices)) {
    const item = element(
      "button",
      { type: "button", class: "menu-item", role: "menuitemradio", "aria-checked": String(value === present) },
      icon(choice.icon),
      choice.name,
    );
    item.addEventListener("click", () => {
      choose(value);
    });
    menu.append(item);
  }
  openPopover(control, menu);
  menu.querySelector<HTMLElement>('[aria-checked="true"], .menu-item')?.focus();
}

/** Shows something beside its control until it is closed, and takes it away then. */
export function openPopover(control: HTMLElement, popover: HTMLElement): void {
  pageMain().append(popover);
  control.setAttribute("aria-expanded", "true");
  popover.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    control.setAttribute("aria-expanded", "false");
    popover.remove();
  });
  popover.addEventListener("beforetoggle", (event) => {
    // A browser gives the focus back by itself to an opener that it knows of, and it knows none here.
    if (event.newState === "closed" && popover.contains(document.activeElement)) control.focus();
  });
  popover.showPopover();
  void place(popover, control, "bottom-start");
}
